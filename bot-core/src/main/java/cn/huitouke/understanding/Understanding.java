package cn.huitouke.understanding;

/** Understands short Chinese messages. Thread-safe, no network, well under a millisecond. */
public interface Understanding {

  /** Never fails: what is not understood is {@link Intent#OUT_OF_SCOPE}, unsure. */
  Understood understand(String text);
}
