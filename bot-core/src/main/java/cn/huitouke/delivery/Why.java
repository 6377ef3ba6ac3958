package cn.huitouke.delivery;

/**
 * Why a letter stands where it stands.
 *
 * @param rule the deciding rule: the name of a template {@code why/RULE}
 * @param about what the sentence names: a platform's words, a wire, a time
 */
record Why(String rule, String about) {

  /** Between the rule and what it names, where a reason holds an earlier one. */
  static final String EARLIER = "|";

  private static final int LONGEST = 120;

  Why {
    if (about.length() > LONGEST) {
      int end = Character.isHighSurrogate(about.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
      about = about.substring(0, end) + "…";
    }
  }

  static Why of(String rule) {
    return new Why(rule, "");
  }
}
