package cn.huitouke.order.sheet;

import java.util.List;

/** One row; {@code number} counts as a spreadsheet does, from 1. */
public record Row(long number, List<Cell> cells) {

  public boolean isBlank() {
    return cells.stream().allMatch(Cell::isBlank);
  }

  public Cell cell(int column) {
    return column < cells.size() ? cells.get(column) : Cell.EMPTY;
  }
}
