package cn.huitouke.console;

import cn.huitouke.insight.Insight;
import cn.huitouke.insight.Insight.Column;
import cn.huitouke.insight.Insight.Figure;
import cn.huitouke.insight.Insight.Kind;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;

/** The shop's numbers: drawn, as tables, and to take along. */
@Controller
class InsightPage {

  private static final MediaType XLSX =
      MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

  private final Insight insight;
  private final Words words;

  InsightPage(Insight insight, Words words) {
    this.insight = insight;
    this.words = words;
  }

  /** A figure as the page shows it, the values as people read them. */
  record FigureView(String name, List<String> heads, List<List<String>> rows) {}

  /** The same for the drawing. */
  record Drawing(String name, List<String> columns, List<String> heads, List<List<Object>> rows) {}

  @Least(Role.VIEWER)
  @GetMapping("/insight")
  String insight(Model model, Locale locale) {
    model.addAttribute(
        "figures",
        insight.names().stream()
            .map(this::figure)
            .map(
                figure ->
                    new FigureView(
                        figure.name(),
                        heads(figure, locale),
                        figure.rows().stream().map(row -> shown(figure, row, locale)).toList()))
            .toList());
    return "console/insight";
  }

  private Figure figure(String name) {
    return insight
        .figure(name)
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }

  private List<String> heads(Figure figure, Locale locale) {
    return figure.columns().stream()
        .map(
            column ->
                column.kind() == Kind.COUNT_BY_WIRE
                    ? words.wire(column.about(), locale)
                    : words.said(
                        "insight." + figure.name() + "." + column.name(), locale, column.about()))
        .toList();
  }

  private List<String> shown(Figure figure, List<Object> row, Locale locale) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> shown(figure.columns().get(i), row.get(i), locale))
        .toList();
  }

  private String shown(Column column, Object value, Locale locale) {
    return switch (column.kind()) {
      case SHARE, SHARE_LATER ->
          value instanceof Double share ? "%.1f%%".formatted(100 * share) : "";
      case SECONDS -> value instanceof Double seconds ? seconds(seconds, locale) : "";
      case TEXT, DATE, COUNT, COUNT_BY_WIRE, WIRE, WHO, VERDICT ->
          said(column.kind(), value, locale).toString();
    };
  }

  private String seconds(double seconds, Locale locale) {
    return seconds < 120
        ? words.said("insight.seconds", locale, "%.1f".formatted(seconds))
        : words.said("span.minutes", locale, Math.round(seconds / 60));
  }

  /** What is a name of ours, in words; everything else as it is. */
  private Object said(Kind kind, Object value, Locale locale) {
    return switch (kind) {
      case WIRE -> words.wire(value.toString(), locale);
      case WHO -> words.said("who." + value, locale);
      case VERDICT -> words.said("insight.verdict." + value, locale);
      case TEXT, DATE, COUNT, COUNT_BY_WIRE, SHARE, SHARE_LATER, SECONDS -> value;
    };
  }

  private List<List<Object>> rows(Figure figure, Locale locale) {
    return figure.rows().stream()
        .map(
            row ->
                IntStream.range(0, row.size())
                    .mapToObj(i -> said(figure.columns().get(i).kind(), row.get(i), locale))
                    .toList())
        .toList();
  }

  @Least(Role.VIEWER)
  @GetMapping(path = "/insight/{id}/data", produces = MediaType.APPLICATION_JSON_VALUE)
  @ResponseBody
  Drawing data(@PathVariable String id, Locale locale) {
    Figure figure = figure(id);
    return new Drawing(
        id,
        figure.columns().stream().map(Column::name).toList(),
        heads(figure, locale),
        rows(figure, locale));
  }

  @Least(Role.VIEWER)
  @GetMapping("/insight/{id}/csv")
  ResponseEntity<byte[]> csv(@PathVariable String id, Locale locale) {
    return file(id + ".csv", new MediaType("text", "csv"), Spreadsheet.csv(table(id, locale)));
  }

  @Least(Role.VIEWER)
  @GetMapping("/insight/{id}/xlsx")
  ResponseEntity<byte[]> xlsx(@PathVariable String id, Locale locale) {
    return file(id + ".xlsx", XLSX, Spreadsheet.xlsx(table(id, locale)));
  }

  private Spreadsheet.Table table(String id, Locale locale) {
    Figure figure = figure(id);
    return new Spreadsheet.Table(
        id,
        heads(figure, locale),
        figure.columns().stream().map(Column::kind).toList(),
        rows(figure, locale));
  }

  /** Only a figure's own name gets this far. */
  private static ResponseEntity<byte[]> file(String name, MediaType type, byte[] bytes) {
    return ResponseEntity.ok()
        .contentType(type)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"huitouke-" + name + "\"")
        .body(bytes);
  }
}
