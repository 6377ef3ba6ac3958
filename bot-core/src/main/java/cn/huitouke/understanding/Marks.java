package cn.huitouke.understanding;

import java.util.Arrays;

/** A set of small numbers, as bare as can be: a message asks hundreds of these. */
final class Marks {

  private long[] bits = {0};

  void set(int mark) {
    int word = mark >> 6;
    if (word >= bits.length) {
      bits = Arrays.copyOf(bits, word + 1);
    }
    bits[word] |= 1L << mark;
  }

  void clear(int mark) {
    if (mark >> 6 < bits.length) {
      bits[mark >> 6] &= ~(1L << mark);
    }
  }

  boolean has(int mark) {
    return mark >> 6 < bits.length && (bits[mark >> 6] >> mark & 1) != 0;
  }

  void addAll(Marks others) {
    if (others.bits.length > bits.length) {
      bits = Arrays.copyOf(bits, others.bits.length);
    }
    for (int i = 0; i < others.bits.length; i++) {
      bits[i] |= others.bits[i];
    }
  }

  boolean meets(Marks others) {
    for (int i = Math.min(bits.length, others.bits.length) - 1; i >= 0; i--) {
      if ((bits[i] & others.bits[i]) != 0) {
        return true;
      }
    }
    return false;
  }
}
