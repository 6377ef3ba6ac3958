package cn.huitouke.channel;

import java.util.Optional;

/** Something that can be asked whether its settings work, by {@code doctor} and the console. */
public interface Probe {

  /** Calls the platform once, without effect on any customer. Blocks. */
  Finding probe();

  /**
   * What was found.
   *
   * @param works whether it does
   * @param what one plain sentence
   * @param mend what to do about it, if it does not
   */
  record Finding(boolean works, String what, Optional<String> mend) {}
}
