package cn.huitouke.console;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.insight.Insight.Kind;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;

class SpreadsheetTest {

  private static final Spreadsheet.Table TABLE =
      new Spreadsheet.Table(
          "uplift",
          List.of("=计划", "人", "相差"),
          List.of(Kind.TEXT, Kind.COUNT, Kind.SHARE),
          List.of(
              List.of("=HYPERLINK(\"http://x\")", 12L, -0.125),
              List.of("@SUM(A1)", -3L, 0.00001),
              List.of("\t=1", 0L, ""),
              List.of("一周问质量, \"好\"", 1L, 1.0 / 3)));

  @Test
  void nothingInACsvIsAFormulaAndNumbersStayNumbers() {
    assertThat(new String(Spreadsheet.csv(TABLE), StandardCharsets.UTF_8))
        .startsWith("\uFEFF'=计划,人,相差")
        .contains("\"'=HYPERLINK(\"\"http://x\"\")\",12,-0.125")
        .contains("'@SUM(A1),-3,0")
        .contains("'\t=1,0,")
        .contains("\"一周问质量, \"\"好\"\"\",1,0.3333");
  }

  @Test
  void nothingInAnXlsxIsAFormulaAndNumbersStayNumbers() throws Exception {
    try (ReadableWorkbook book =
        new ReadableWorkbook(new ByteArrayInputStream(Spreadsheet.xlsx(TABLE)))) {
      List<Row> rows = book.getFirstSheet().read();
      assertThat(rows).hasSize(5);
      for (Row row : rows) {
        assertThat(row.getCell(0).getType()).isEqualTo(CellType.STRING);
        assertThat(row.getCell(0).getText()).doesNotStartWith("=").doesNotStartWith("@");
      }
      assertThat(rows.get(1).getCell(0).getText()).isEqualTo("'=HYPERLINK(\"http://x\")");
      assertThat(rows.get(1).getCell(1).asNumber()).isEqualByComparingTo("12");
      assertThat(rows.get(1).getCell(2).asNumber()).isEqualByComparingTo("-0.125");
    }
  }
}
