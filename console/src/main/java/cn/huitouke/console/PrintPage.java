package cn.huitouke.console;

import cn.huitouke.channel.QrCodes;
import cn.huitouke.delivery.Channels;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Packing slips and parcel cards, several to an A4: a page to look at and print, and a PDF. */
@Controller
class PrintPage {

  /** As many as an address holds. */
  private static final int MOST_ON_PAGE = 60;

  private static final int MOST_IN_PDF = 500;

  private final Sheets sheets;
  private final SheetsPdf pdf;
  private final Channels channels;

  PrintPage(Sheets sheets, SheetsPdf pdf, Channels channels) {
    this.sheets = sheets;
    this.pdf = pdf;
    this.channels = channels;
  }

  @Least(Role.OPERATOR)
  @GetMapping("/orders/print")
  String print(
      @RequestParam(defaultValue = "") List<String> number,
      @RequestParam(defaultValue = "cards") String what,
      Model model) {
    model.addAttribute("sheets", sheets.of(first(number, MOST_ON_PAGE), codes()));
    model.addAttribute("slips", what.equals("slips"));
    return "console/print";
  }

  @Least(Role.OPERATOR)
  @PostMapping("/orders/print/pdf")
  ResponseEntity<byte[]> pdf(
      @RequestParam(defaultValue = "") List<String> number,
      @RequestParam(defaultValue = "cards") String what,
      Locale locale)
      throws IOException {
    boolean slips = what.equals("slips");
    byte[] drawn = pdf.of(sheets.of(first(number, MOST_IN_PDF), codes()), slips, locale);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_PDF)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"" + (slips ? "packing-slips.pdf" : "parcel-cards.pdf") + "\"")
        .body(drawn);
  }

  private static List<String> first(List<String> numbers, int most) {
    return numbers.stream().distinct().limit(most).toList();
  }

  private Optional<QrCodes> codes() {
    return channels.all().stream()
        .filter(QrCodes.class::isInstance)
        .map(QrCodes.class::cast)
        .findFirst();
  }
}
