package cn.huitouke.wording;

import java.util.Map;

/** Says things in the shop's voice, from {@code templates/}. */
public interface Wording {

  /**
   * Fills a template.
   *
   * @param template path below {@code templates/zh/} without ending, for example {@code
   *     parcel/on-its-way}
   * @param values what it may use: strings, numbers, booleans (sections), lists of maps
   * @throws IllegalArgumentException when the template does not exist or uses a value not given
   */
  String say(String template, Map<String, ?> values);
}
