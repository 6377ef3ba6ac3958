package cn.huitouke.benchmarks;

/** The least that can read a flat message: looks for the tag. A measuring stick, not a parser. */
final class FlatXml {

  private static final String CDATA = "<![CDATA[";

  private FlatXml() {}

  /** The field's text, or an empty string. */
  static String field(String xml, String name) {
    int open = xml.indexOf("<" + name + ">");
    if (open < 0) {
      return "";
    }
    int from = open + name.length() + 2;
    int to = xml.indexOf("</" + name + ">", from);
    if (to < 0) {
      return "";
    }
    boolean quoted = xml.startsWith(CDATA, from);
    return quoted ? xml.substring(from + CDATA.length(), to - 3) : xml.substring(from, to);
  }
}
