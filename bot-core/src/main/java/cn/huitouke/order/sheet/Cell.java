package cn.huitouke.order.sheet;

/** One cell. {@code text} is as stored in the file; a number's is its full stored value. */
public record Cell(String text, Kind kind) {

  /** What kind of cell it is; a csv has texts only, and garbled ones. */
  public enum Kind {
    TEXT,
    NUMBER,
    FORMULA,
    ERROR,
    /** Not in the encoding of the rest of the file. */
    GARBLED
  }

  public static final Cell EMPTY = new Cell("", Kind.TEXT);

  public boolean isBlank() {
    return kind == Kind.TEXT && text.isBlank();
  }
}
