package cn.huitouke.order.sheet;

/** A file cannot be read, or not beyond a row; the message says so in Chinese, with the mend. */
public final class Unreadable extends Exception {

  private static final long serialVersionUID = 1;

  private final long row;

  public Unreadable(long row, String reason) {
    super(reason);
    this.row = row;
  }

  /** The first row that could not be read; 0 for the file as a whole. */
  public long row() {
    return row;
  }
}
