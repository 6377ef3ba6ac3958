package cn.huitouke.console;

import cn.huitouke.order.OrderImports;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** Orders in, for a person with a file. */
@Controller
class OrdersPage {

  private final OrderImports imports;

  OrdersPage(OrderImports imports) {
    this.imports = imports;
  }

  @GetMapping("/orders")
  String orders() {
    return "console/orders";
  }

  @PostMapping("/orders")
  String importOrders(@RequestParam MultipartFile file, Model model) throws IOException {
    if (file.isEmpty()) {
      model.addAttribute("fault", "orders.file.empty");
      return "console/orders";
    }
    try (InputStream in = file.getInputStream()) {
      model.addAttribute(
          "result",
          imports.importFile(
              in, Optional.ofNullable(file.getOriginalFilename()).orElse("upload"), "auto"));
    }
    return "console/orders";
  }
}
