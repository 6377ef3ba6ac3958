package cn.huitouke.hook;

/** Whoever is called back through the gateway. */
public interface Hooked {

  /** Constant. */
  Hook hook();
}
