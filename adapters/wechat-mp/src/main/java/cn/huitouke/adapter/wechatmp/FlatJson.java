package cn.huitouke.adapter.wechatmp;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The same messages as {@link FlatXml}, for accounts whose callbacks are set to JSON. A list of one
 * comes without its brackets, and a number now and then as text: both make no difference here.
 */
final class FlatJson {

  private static final int DEEPEST = 8;
  private static final int MOST_VALUES = 2_000;

  private final JsonReader reader;
  private final Map<String, String> fields = new HashMap<>();
  private final List<FlatXml.Group> groups = new ArrayList<>();
  private int values;

  private FlatJson(JsonReader reader) {
    this.reader = reader;
    reader.setStrictness(Strictness.STRICT);
  }

  /** Reads UTF-8 bytes. Empty for anything that is not one flat object of bounded size. */
  static Optional<FlatXml> read(byte[] bytes) {
    try (JsonReader reader =
        new JsonReader(
            new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8))) {
      FlatJson json = new FlatJson(reader);
      return json.object(json.fields, "", 1) && reader.peek() == JsonToken.END_DOCUMENT
          ? Optional.of(new FlatXml(json.fields, json.groups))
          : Optional.empty();
    } catch (IOException | IllegalStateException _) {
      return Optional.empty();
    }
  }

  private boolean object(Map<String, String> into, String path, int depth) throws IOException {
    if (depth > DEEPEST) {
      return false;
    }
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (!value(into, name, path.isEmpty() ? name : path + "/" + name, depth)) {
        return false;
      }
    }
    reader.endObject();
    return true;
  }

  private boolean value(Map<String, String> into, String name, String path, int depth)
      throws IOException {
    if (++values > MOST_VALUES || depth > DEEPEST) {
      return false;
    }
    return switch (reader.peek()) {
      case STRING, NUMBER -> into.putIfAbsent(name, reader.nextString()) == null;
      case BOOLEAN -> into.putIfAbsent(name, Boolean.toString(reader.nextBoolean())) == null;
      case NULL -> {
        reader.nextNull();
        yield true;
      }
      case BEGIN_OBJECT -> group(path, depth);
      case BEGIN_ARRAY -> {
        reader.beginArray();
        boolean fine = true;
        while (fine && reader.hasNext()) {
          fine = value(new HashMap<>(), name, path, depth + 1);
        }
        if (fine) {
          reader.endArray();
        }
        yield fine;
      }
      case END_ARRAY, END_OBJECT, NAME, END_DOCUMENT -> false;
    };
  }

  private boolean group(String path, int depth) throws IOException {
    Map<String, String> inside = new HashMap<>();
    groups.add(new FlatXml.Group(path, inside));
    return object(inside, path, depth + 1);
  }
}
