package cn.huitouke.console;

import cn.huitouke.customer.CustomerId;
import cn.huitouke.logistics.ParcelBoard;
import cn.huitouke.order.Orders;
import cn.huitouke.tracking.ParcelState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where the parcels are, and which of them need a person. */
@Controller
class ParcelsPage {

  private static final int PAGE = 50;
  private static final int TASKS = 200;
  private static final Set<String> ABOUT_PEOPLE =
      Set.of("confirm-binding", "wants-a-person", "care-case", "care-silence", "care-overdue");

  private final ParcelBoard board;
  private final Orders orders;
  private final TaskCards tasks;
  private final ShopTime times;

  ParcelsPage(ParcelBoard board, Orders orders, TaskCards tasks, ShopTime times) {
    this.board = board;
    this.orders = orders;
    this.tasks = tasks;
    this.times = times;
  }

  record Tab(String state, long count, boolean open) {}

  record Row(
      String carrier,
      String number,
      String destination,
      String text,
      String at,
      List<String> orders,
      long customer) {}

  @Least(Role.VIEWER)
  @GetMapping("/parcels")
  String parcels(
      @RequestParam Optional<ParcelState> state,
      @RequestParam(defaultValue = "9223372036854775807") long before,
      Model model,
      Locale locale) {
    Map<ParcelState, Long> counts = board.onTheWay();
    ParcelState shown = state.orElseGet(() -> largest(counts));
    List<ParcelBoard.Seen> page = board.in(shown, before, PAGE);
    model.addAttribute(
        "tabs",
        Arrays.stream(ParcelState.values())
            .filter(one -> counts.containsKey(one) || one == shown)
            .map(one -> new Tab(one.name(), counts.getOrDefault(one, 0L), one == shown))
            .toList());
    model.addAttribute("state", shown.name());
    model.addAttribute("parcels", page.stream().map(this::row).toList());
    model.addAttribute("older", page.size() == PAGE ? page.getLast().id() : 0);
    model.addAttribute(
        "tasks",
        tasks.open(TASKS, locale).stream()
            .filter(task -> !ABOUT_PEOPLE.contains(task.kind()))
            .toList());
    return "console/parcels";
  }

  private static ParcelState largest(Map<ParcelState, Long> counts) {
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(ParcelState.UNKNOWN);
  }

  private Row row(ParcelBoard.Seen parcel) {
    return new Row(
        parcel.waybill().carrier(),
        parcel.waybill().number(),
        parcel.destination(),
        parcel.latestText(),
        times.at(parcel.latestAt()),
        parcel.orders(),
        parcel.orders().stream()
            .map(orders::customerOf)
            .flatMap(Optional::stream)
            .map(CustomerId::value)
            .findFirst()
            .orElse(0L));
  }
}
