package cn.huitouke.adapter.wechatmp;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The platform's XML: one root with named values, a few of which hold groups of named values.
 *
 * @param fields the values directly below the root
 * @param groups every deeper element that holds values, in order
 */
record FlatXml(Map<String, String> fields, List<Group> groups) {

  private static final int DEEPEST = 8;
  private static final int MOST_ELEMENTS = 2_000;
  private static final int MOST_ATTRIBUTES = 8;
  private static final XMLInputFactory FACTORY = factory();

  /**
   * Named values inside an element.
   *
   * @param path the elements' names below the root, joined by {@code /}
   */
  record Group(String path, Map<String, String> values) {

    String get(String name) {
      return values.getOrDefault(name, "");
    }
  }

  private static XMLInputFactory factory() {
    InputFactoryImpl factory = new InputFactoryImpl();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setXMLResolver(
        (_, _, _, _) -> {
          throw new XMLStreamException("Entities are refused");
        });
    return factory;
  }

  /** The value, or empty where it is missing. */
  String get(String name) {
    return fields.getOrDefault(name, "");
  }

  /** The groups at one path, in order. */
  List<Group> groups(String path) {
    return groups.stream().filter(group -> group.path().equals(path)).toList();
  }

  /**
   * Reads UTF-8 bytes, XML or JSON. Empty for anything that is not such a document: a document type, an entity, a
   * processing instruction, a value given twice, a nest too deep, or no XML at all.
   */
  static Optional<FlatXml> read(byte[] bytes) {
    if (bytes.length > 0 && bytes[0] == '{') {
      return FlatJson.read(bytes);
    }
    Optional<FlatXml> usual = UsualXml.read(bytes);
    return usual.isPresent() ? usual : parsed(bytes);
  }

  private static Optional<FlatXml> parsed(byte[] bytes) {
    try {
      XMLStreamReader reader =
          FACTORY.createXMLStreamReader(new java.io.ByteArrayInputStream(bytes), "UTF-8");
      try {
        return utf8(reader) ? new Reading(reader).document() : Optional.empty();
      } finally {
        reader.close();
      }
    } catch (XMLStreamException | RuntimeException _) {
      // The parser reports hostile bytes by several kinds of exception; none is a fault of ours.
      return Optional.empty();
    }
  }

  /** Whatever the document says of itself: two readings of the same bytes are one too many. */
  private static boolean utf8(XMLStreamReader reader) {
    String declared = reader.getCharacterEncodingScheme();
    return "UTF-8".equalsIgnoreCase(reader.getEncoding())
        && (declared == null || "UTF-8".equalsIgnoreCase(declared));
  }

  /** One document being read. */
  private static final class Reading {

    private final XMLStreamReader reader;
    private final Map<String, String> fields = new HashMap<>();
    private final List<Group> groups = new ArrayList<>();
    private final String[] names = new String[DEEPEST + 1];
    private final Map<String, String>[] values = maps();
    private final boolean[] holdsElements = new boolean[DEEPEST + 1];
    private final StringBuilder text = new StringBuilder();
    private int depth;
    private int elements;

    Reading(XMLStreamReader reader) {
      this.reader = reader;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generics
    private static Map<String, String>[] maps() {
      return new Map[DEEPEST + 1];
    }

    Optional<FlatXml> document() throws XMLStreamException {
      while (reader.hasNext()) {
        boolean fine =
            switch (reader.next()) {
              case XMLStreamConstants.START_ELEMENT -> begin();
              case XMLStreamConstants.END_ELEMENT -> end();
              case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                text.append(
                    reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
                yield true;
              }
              case XMLStreamConstants.SPACE,
                  XMLStreamConstants.COMMENT,
                  XMLStreamConstants.END_DOCUMENT ->
                  true;
              default -> false;
            };
        if (!fine) {
          return Optional.empty();
        }
      }
      return Optional.of(new FlatXml(fields, groups));
    }

    private boolean begin() {
      if (++depth > DEEPEST
          || ++elements > MOST_ELEMENTS
          || reader.getAttributeCount() > MOST_ATTRIBUTES) {
        return false;
      }
      text.setLength(0);
      names[depth] = reader.getLocalName();
      values[depth] = depth == 1 ? fields : null;
      holdsElements[depth] = false;
      holdsElements[depth - 1] = true;
      return true;
    }

    private boolean end() {
      boolean fine = true;
      if (depth > 1 && !holdsElements[depth]) {
        fine = into(depth - 1).putIfAbsent(names[depth], text.toString()) == null;
      }
      text.setLength(0);
      depth--;
      return fine;
    }

    /** The values of the element at this depth; a group begins with its first value. */
    private Map<String, String> into(int level) {
      Map<String, String> map = values[level];
      if (map == null) {
        map = new HashMap<>();
        values[level] = map;
        groups.add(new Group(path(level), map));
      }
      return map;
    }

    private String path(int level) {
      return String.join("/", java.util.Arrays.asList(names).subList(2, level + 1));
    }
  }

  /** Writes one document; every text becomes harmless by the way it is written. */
  static final class Writer {

    private final StringBuilder xml = new StringBuilder(512).append("<xml>");

    /** A text in CDATA; what would end the section early is divided between two. */
    Writer text(String name, String value) {
      xml.append('<').append(name).append("><![CDATA[");
      if (isPlain(value)) {
        xml.append(value);
      } else {
        section(value);
      }
      xml.append("]]></").append(name).append('>');
      return this;
    }

    /** Whether nothing in it could end the section, or is forbidden. */
    private static boolean isPlain(String value) {
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c == '>' || Character.isSurrogate(c) || !allowed(value, i)) {
          return false;
        }
      }
      return true;
    }

    private void section(String value) {
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c == '>'
            && xml.charAt(xml.length() - 1) == ']'
            && xml.charAt(xml.length() - 2) == ']') {
          xml.append(
              "]]><![CDATA[>"); // judged by what was written, for some of the value is dropped
        } else if (allowed(value, i)) {
          xml.append(c);
        }
      }
    }

    /** XML 1.0 knows no other control characters and no half characters. */
    private static boolean allowed(String value, int i) {
      char c = value.charAt(i);
      if (Character.isHighSurrogate(c)) {
        return i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1));
      }
      if (Character.isLowSurrogate(c)) {
        return i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
      }
      return c >= ' ' && c < 0xFFFE || c == '\n' || c == '\t';
    }

    Writer number(String name, long value) {
      xml.append('<').append(name).append('>').append(value);
      xml.append("</").append(name).append('>');
      return this;
    }

    Writer open(String name) {
      xml.append('<').append(name).append('>');
      return this;
    }

    Writer close(String name) {
      xml.append("</").append(name).append('>');
      return this;
    }

    /** The document. */
    String done() {
      return xml.append("</xml>").toString();
    }
  }
}
