package cn.huitouke.console;

import cn.huitouke.wording.Workshop;
import cn.huitouke.wording.Workshop.Fault;
import cn.huitouke.wording.Workshop.Piece;
import java.security.Principal;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The shop's sentences: rewritten, tried out, and brought back. */
@Controller
class WordingPage {

  private static final int LONGEST = 2000;

  private final Workshop workshop;
  private final SampleValues samples;
  private final Audit audit;
  private final JdbcClient database;
  private final InstantSource clock;
  private final ShopTime times;

  WordingPage(
      Workshop workshop,
      SampleValues samples,
      Audit audit,
      JdbcClient database,
      InstantSource clock,
      ShopTime times) {
    this.workshop = workshop;
    this.samples = samples;
    this.audit = audit;
    this.database = database;
    this.clock = clock;
    this.times = times;
  }

  record Row(String name, String text, boolean own) {}

  record Version(long id, String text, String operator, String at) {}

  @Least(Role.VIEWER)
  @GetMapping("/wording")
  String wording(Model model) {
    Map<String, List<Row>> modules =
        workshop.pieces().stream()
            .collect(
                Collectors.groupingBy(
                    piece -> piece.name().split("/")[0],
                    TreeMap::new,
                    Collectors.mapping(
                        piece -> new Row(piece.name(), shown(piece), piece.own()),
                        Collectors.toList())));
    model.addAttribute("modules", modules);
    return "console/wording";
  }

  /** As a customer would read it. */
  private String shown(Piece piece) {
    return workshop.fault(piece.name(), piece.text()).isPresent()
        ? piece.text()
        : workshop.tryOut(piece.name(), piece.text(), samples.of(piece, samples.usuallyOff(piece)));
  }

  @Least(Role.VIEWER)
  @GetMapping("/wording/piece")
  String piece(@RequestParam String name, Model model) {
    Piece piece = find(name);
    show(piece, piece.text(), samples.usuallyOff(piece), model);
    model.addAttribute("versions", versions(name));
    return "console/piece";
  }

  private Piece find(String name) {
    return workshop
        .piece(name)
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }

  private void show(Piece piece, String text, Set<String> off, Model model) {
    model.addAttribute("piece", piece);
    model.addAttribute("text", text);
    model.addAttribute("off", off);
    Optional<Fault> fault = workshop.fault(piece.name(), text);
    if (text.isBlank() || text.length() > LONGEST) {
      model.addAttribute("faultKey", "wording.fault.length");
    } else if (fault.isPresent()) {
      boolean unknown = !fault.get().unknown().isEmpty();
      model.addAttribute("faultKey", unknown ? "wording.fault.unknown" : "wording.fault.read");
      model.addAttribute(
          "faultAbout", unknown ? String.join("  ", fault.get().unknown()) : fault.get().about());
    } else {
      model.addAttribute("preview", workshop.tryOut(piece.name(), text, samples.of(piece, off)));
      model.addAttribute("dropped", dropped(piece, text));
    }
  }

  /** What the program's own words tell and these do not. */
  private static Set<String> dropped(Piece piece, String text) {
    Set<String> dropped = new TreeSet<>(piece.variables());
    dropped.removeIf(
        variable -> !piece.original().contains("{" + variable + "}") || text.contains(variable));
    return dropped;
  }

  @Least(Role.VIEWER)
  @PostMapping("/wording/preview")
  String preview(
      @RequestParam String name,
      @RequestParam String text,
      @RequestParam(defaultValue = "") Set<String> off,
      Model model) {
    show(find(name), text, off, model);
    return "console/piece :: preview";
  }

  @Least(Role.OPERATOR)
  @PostMapping("/wording/piece")
  String save(
      @RequestParam String name,
      @RequestParam String text,
      Principal operator,
      Model model,
      RedirectAttributes after) {
    Piece piece = find(name);
    String written = text.replace("\r\n", "\n").strip();
    show(piece, written, samples.usuallyOff(piece), model);
    if (model.containsAttribute("faultKey")) {
      model.addAttribute("versions", versions(name));
      return "console/piece";
    }
    if (versions(name).isEmpty()) {
      keep(name, piece.text(), "–"); // as it was before anybody changed it here
    }
    workshop.save(name, written);
    keep(name, written, operator.getName());
    audit.note(operator.getName(), "wording.saved", name, "");
    after.addFlashAttribute("notice", "wording.saved");
    after.addAttribute("name", name);
    return "redirect:/wording/piece";
  }

  /** Back to the words of the program. */
  @Least(Role.OPERATOR)
  @PostMapping("/wording/revert")
  String revert(@RequestParam String name, Principal operator, RedirectAttributes after) {
    Piece piece = find(name);
    workshop.save(name, piece.original());
    keep(name, piece.original(), operator.getName());
    audit.note(operator.getName(), "wording.reverted", name, "");
    after.addFlashAttribute("notice", "wording.saved");
    after.addAttribute("name", name);
    return "redirect:/wording/piece";
  }

  private void keep(String name, String text, String operator) {
    database
        .sql("insert into console.wording (template, text, operator, at) values (?, ?, ?, ?)")
        .params(name, text, operator, Timestamp.from(clock.instant()))
        .update();
  }

  private List<Version> versions(String name) {
    return database
        .sql("select * from console.wording where template = ? order by id desc limit 30")
        .param(name)
        .query(
            (row, _) ->
                new Version(
                    row.getLong("id"),
                    row.getString("text"),
                    row.getString("operator"),
                    times.at(row.getObject("at", OffsetDateTime.class).toInstant())))
        .list();
  }
}
