package cn.huitouke.console;

import cn.huitouke.order.ImportResult;
import cn.huitouke.order.Orders;
import cn.huitouke.order.Refusal;
import cn.huitouke.order.Trades;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;

/** The orders, and how they come in: a file is looked at first, and imported then. */
@Controller
class OrdersPage {

  private static final int PAGE = 40;
  private static final String BOM = "\uFEFF";

  private final Imports imports;
  private final Orders orders;
  private final Trades trades;
  private final Audit audit;
  private final ShopTime times;

  OrdersPage(Imports imports, Orders orders, Trades trades, Audit audit, ShopTime times) {
    this.imports = imports;
    this.orders = orders;
    this.trades = trades;
    this.audit = audit;
    this.times = times;
  }

  record Row(
      String number,
      String title,
      String status,
      String amount,
      String at,
      long customer,
      int parcels) {}

  @Least(Role.VIEWER)
  @GetMapping("/orders")
  String orders(@RequestParam Optional<Instant> before, Model model) {
    list(before, model);
    return "console/orders";
  }

  private void list(Optional<Instant> before, Model model) {
    List<String> numbers = trades.newest(before, PAGE);
    List<cn.huitouke.order.Order> page =
        numbers.stream().map(orders::find).flatMap(Optional::stream).toList();
    model.addAttribute("orders", page.stream().map(this::row).toList());
    model.addAttribute(
        "older",
        page.size() == PAGE ? page.getLast().createdAt().map(Instant::toString).orElse("") : "");
  }

  private Row row(cn.huitouke.order.Order order) {
    return new Row(
        order.number(),
        order.shortTitle(),
        order.status().name(),
        order.paidAmount().toPlainString(),
        times.at(order.createdAt()),
        orders.customerOf(order.number()).map(c -> c.value()).orElse(0L),
        order.waybills().size());
  }

  @Least(Role.OPERATOR)
  @PostMapping("/orders")
  String upload(
      @RequestParam(required = false) @Nullable MultipartFile file, Principal operator, Model model)
      throws IOException {
    if (file == null || file.isEmpty()) {
      model.addAttribute("fault", "orders.file.empty");
      list(Optional.empty(), model);
      return "console/orders";
    }
    String name = Optional.ofNullable(file.getOriginalFilename()).orElse("");
    try (InputStream in = file.getInputStream()) {
      return "redirect:/orders/imports/" + imports.take(in, name, operator.getName()).id();
    }
  }

  @Least(Role.OPERATOR)
  @GetMapping("/orders/imports/{id}")
  String look(@PathVariable UUID id, Model model) {
    show(upload(id), model);
    return "console/import";
  }

  @Least(Role.OPERATOR)
  @GetMapping("/orders/imports/{id}/state")
  String state(@PathVariable UUID id, Model model) {
    show(upload(id), model);
    return "console/import :: state";
  }

  @Least(Role.OPERATOR)
  @PostMapping("/orders/imports/{id}")
  String start(@PathVariable UUID id, Principal operator) {
    Imports.Upload upload = upload(id);
    if (imports.start(upload)) {
      audit.note(operator.getName(), "orders.imported", upload.name(), "");
    }
    return "redirect:/orders/imports/" + id;
  }

  @Least(Role.OPERATOR)
  @GetMapping("/orders/imports/{id}/refused.csv")
  ResponseEntity<byte[]> refused(@PathVariable UUID id) {
    StringWriter text = new StringWriter().append(BOM);
    try (CsvWriter csv = CsvWriter.builder().build(text)) {
      csv.writeRecord("行 row", "列 column", "原因 reason");
      for (Refusal refusal : upload(id).result().map(ImportResult::refused).orElse(List.of())) {
        csv.writeRecord(
            String.valueOf(refusal.row()), harmless(refusal.column()), harmless(refusal.reason()));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"refused-rows.csv\"")
        .body(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** What a spreadsheet would take for a formula becomes text. */
  static String harmless(String cell) {
    return !cell.isEmpty() && "=+-@\t\r\n＝＋－＠".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
  }

  private Imports.Upload upload(UUID id) {
    return imports.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }

  private static void show(Imports.Upload upload, Model model) {
    model.addAttribute("id", upload.id());
    model.addAttribute("file", upload.name());
    model.addAttribute("state", upload.state().name());
    model.addAttribute("busy", upload.busy());
    model.addAttribute("rows", upload.rows());
    upload.result().ifPresent(result -> model.addAttribute("result", result));
  }
}
