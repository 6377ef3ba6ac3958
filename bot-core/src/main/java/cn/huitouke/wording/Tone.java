package cn.huitouke.wording;

import java.util.List;

/** How the shop addresses its customers. */
public enum Tone {
  /** 您. Every template is written so. */
  COURTEOUS,
  /** 亲. Taken from {@code name.affectionate.mustache} where there is one. */
  AFFECTIONATE;

  /** The files that may hold a template, the dearest first. */
  List<String> files(String template) {
    return switch (this) {
      case COURTEOUS -> List.of(template + ".mustache");
      case AFFECTIONATE -> List.of(template + ".affectionate.mustache", template + ".mustache");
    };
  }
}
