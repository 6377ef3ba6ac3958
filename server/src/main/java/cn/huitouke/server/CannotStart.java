package cn.huitouke.server;

/** Why it cannot start, in one sentence that names the cause and the mend. No stack trace is shown. */
class CannotStart extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CannotStart(String sentence) {
    super(sentence);
  }
}
