package cn.huitouke.sandbox.wechat;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The platform's XML: written from maps, read into elements. */
public final class Xml {
  private static final XMLInputFactory FACTORY = factory();

  private Xml() {}

  /** One element. */
  public record Element(String name, StringBuilder text, List<Element> children) {

    /** The text at the end of this way, or empty. */
    public String at(String... way) {
      Element here = this;
      for (String step : way) {
        Optional<Element> next = here.child(step);
        if (next.isEmpty()) {
          return "";
        }
        here = next.get();
      }
      return here.text.toString().strip();
    }

    /** The first child of that name. */
    public Optional<Element> child(String step) {
      return children.stream().filter(child -> child.name.equals(step)).findFirst();
    }
  }

  /** Strings become CDATA, numbers stay bare, maps nest, and of a list each item repeats the name. */
  public static String write(Map<String, ?> fields) {
    StringBuilder out = new StringBuilder("<xml>");
    inside(fields, out);
    return out.append("</xml>").toString();
  }

  private static void inside(Map<?, ?> fields, StringBuilder out) {
    fields.forEach(
        (name, value) -> {
          List<?> items = value instanceof List<?> many ? many : List.of(value);
          items.forEach(item -> element(name.toString(), item, out));
        });
  }

  private static void element(String name, Object value, StringBuilder out) {
    out.append('<').append(name).append('>');
    switch (value) {
      case Map<?, ?> nested -> inside(nested, out);
      case Number number -> out.append(number);
      default ->
          out.append("<![CDATA[")
              .append(value.toString().replace("]]>", "]]]]><![CDATA[>"))
              .append("]]>");
    }
    out.append("</").append(name).append('>');
  }

  /** Reads it; empty when it is not well-formed. */
  public static Optional<Element> read(String text) {
    try {
      XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(text));
      Element top = new Element("", new StringBuilder(), new ArrayList<>());
      Deque<Element> open = new ArrayDeque<>(List.of(top));
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            var name = reader.getLocalName();
            Element element = new Element(name, new StringBuilder(), new ArrayList<>());
            open.element().children().add(element);
            open.push(element);
          }
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
              open.element().text().append(reader.getText());
          case XMLStreamConstants.END_ELEMENT -> open.pop();
          case XMLStreamConstants.DTD -> {
            return Optional.empty();
          }
          default -> {}
        }
      }
      return top.child("xml");
    } catch (XMLStreamException notWellFormed) {
      return Optional.empty();
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }
}
