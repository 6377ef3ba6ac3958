package cn.huitouke.wording;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Where templates lie: the shop's folder first, then what came with the program. */
final class Shelf {

  private static final String OWN = "templates/zh/";

  private final Optional<File> folder;
  private final Tone tone;

  Shelf(Optional<Path> folder, Tone tone) {
    this.folder = folder.map(it -> it.resolve("zh").toFile());
    this.tone = tone;
  }

  /**
   * A template as it lies there.
   *
   * @param place for messages
   */
  record Sheet(String place, String text) {}

  Tone tone() {
    return tone;
  }

  /** Reads a template. */
  Optional<Sheet> read(String template) {
    for (String file : tone.files(template)) {
      Optional<Sheet> found = inFolder(file).or(() -> inProgram(file));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** As it came with the program. */
  Optional<Sheet> original(String template) {
    return tone.files(template).stream().map(this::inProgram).flatMap(Optional::stream).findFirst();
  }

  /** Lays the shop's own version there, whole or not at all. */
  void put(String template, String text) {
    Path zh = folder.orElseThrow(() -> new IllegalStateException("There is no folder")).toPath();
    // The dearest name that either side has: it is the one that is read.
    String file =
        tone.files(template).stream()
            .filter(name -> inFolder(name).or(() -> inProgram(name)).isPresent())
            .findFirst()
            .orElse(template + ".mustache");
    Path path = zh.resolve(file);
    try {
      Files.createDirectories(path.getParent());
      Path draft = Files.createTempFile(path.getParent(), "draft", ".tmp");
      Files.writeString(draft, text);
      Files.move(draft, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + path, e);
    }
  }

  /** Changes when a file of the template changes. Reads nothing. */
  String stamp(String template) {
    StringBuilder stamp = new StringBuilder();
    folder.ifPresent(
        zh ->
            tone.files(template)
                .forEach(
                    name -> {
                      File file = new File(zh, name);
                      stamp.append(file.lastModified()).append('/').append(file.length());
                      stamp.append(';');
                    }));
    return stamp.toString();
  }

  private Optional<Sheet> inFolder(String file) {
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    Path path = folder.get().toPath().resolve(file);
    try {
      return Files.isRegularFile(path)
          ? Optional.of(sheet(path.toString(), Files.readAllBytes(path)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }

  private Optional<Sheet> inProgram(String file) {
    try (InputStream in = Shelf.class.getClassLoader().getResourceAsStream(OWN + file)) {
      return in == null ? Optional.empty() : Optional.of(sheet(OWN + file, in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + OWN + file, e);
    }
  }

  private static Sheet sheet(String place, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
    return new Sheet(place, text.startsWith("\uFEFF") ? text.substring(1) : text);
  }
}
