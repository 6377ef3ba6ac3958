package cn.huitouke.sandbox.tracking;

import cn.huitouke.sandbox.world.Journey;
import cn.huitouke.sandbox.world.Parcels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Guesses carriers from a number, the likeliest first; of digits alone often wrongly. */
final class Detection {
  private static final List<Map.Entry<String, String>> SHAPES =
      List.of(
          Map.entry("SF\\w+", "shunfeng"),
          Map.entry("YT\\w+", "yuantong"),
          Map.entry("JT\\w+", "jtexpress"),
          Map.entry("JD\\w+", "jd"),
          Map.entry("DPK\\w+", "debangkuaidi"),
          Map.entry("E\\w{10}CN", "ems"),
          Map.entry("98\\d{11}", "youzhengguonei"),
          Map.entry("77\\d{13}", "shentong"),
          Map.entry("7[3589]\\d{12}", "zhongtong"),
          Map.entry("4[36]\\d{13}", "yunda"),
          Map.entry("3\\d{12,14}", "yunda"));

  private Detection() {}

  /** Kuaidi100's codes. */
  static List<String> candidates(String number, Parcels parcels) {
    List<String> guesses = new ArrayList<>();
    for (var shape : SHAPES) {
      if (number.matches(shape.getKey()) && !guesses.contains(shape.getValue())) {
        guesses.add(shape.getValue());
      }
    }
    parcels.all().stream()
        .filter(journey -> journey.number().equals(number))
        .map(Journey::carrier)
        .filter(carrier -> !guesses.contains(carrier))
        .forEach(guesses::add);
    return guesses;
  }
}
