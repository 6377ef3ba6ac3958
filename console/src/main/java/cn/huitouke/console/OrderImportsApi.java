package cn.huitouke.console;

import cn.huitouke.order.ImportResult;
import cn.huitouke.order.OrderImports;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Orders in, for the shop's own systems. */
@RestController
@Anyone
@RequestMapping("/api/v1")
@Tag(name = "Orders")
class OrderImportsApi {

  private final OrderImports imports;

  OrderImportsApi(OrderImports imports) {
    this.imports = imports;
  }

  @Operation(
      summary = "Import an order export",
      description =
          "Takes the order list or the item list as Taobao, Tmall, Pinduoduo, Youzan, JD or"
              + " Jushuitan export it, csv or xlsx. Importing the same file twice changes nothing;"
              + " good rows are kept when others are refused.")
  @ApiResponse(responseCode = "200", description = "What was read, changed and refused")
  @ApiResponse(responseCode = "400", description = "No file, or an empty one")
  @ApiResponse(responseCode = "401", description = "No or wrong token")
  @ApiResponse(responseCode = "422", description = "No row of the file could be used")
  @Needs(Scope.ORDERS_WRITE)
  @PostMapping(
      path = "/order-imports",
      consumes = MediaType.MULTIPART_FORM_DATA_VALUE,
      produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
  ResponseEntity<?> importOrders(
      @RequestParam MultipartFile file,
      @Parameter(description = "taobao, another platform's name, or auto")
          @RequestParam(defaultValue = "auto")
          String source)
      throws IOException {
    if (file.isEmpty()) {
      return problem(HttpStatus.BAD_REQUEST, "Empty file", "Send the export in the part 'file'.");
    }
    try (InputStream in = file.getInputStream()) {
      ImportResult result =
          imports.importFile(
              in, Optional.ofNullable(file.getOriginalFilename()).orElse("upload"), source);
      if (result.read() == 0 && result.refusedCount() > 0) {
        return problem(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "This file cannot be read",
            result.refused().getFirst().reason());
      }
      return ResponseEntity.ok(result);
    }
  }

  private static ResponseEntity<ProblemDetail> problem(
      HttpStatus status, String title, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setTitle(title);
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }
}
