package cn.huitouke.conversation;

/** Where the notes of conversations are kept. */
interface Sessions {

  /**
   * The session of a conversation. Costs nothing until a note is asked for or kept.
   *
   * @param talker who talks with us, and where
   */
  Session of(String talker);
}
