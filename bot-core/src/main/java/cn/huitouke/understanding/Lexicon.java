package cn.huitouke.understanding;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words and the lists that they are on, found in one pass over a text. Reading it is thread-safe. */
final class Lexicon {

  private final Node root = new Node();
  private final Map<String, Integer> lists = new HashMap<>();

  /** A beginning of words; what may follow is sorted. */
  private static final class Node {
    private char[] letters = {};
    private Node[] next = {};
    private @Nullable Marks lists;

    @Nullable Node after(char letter) {
      int at = Arrays.binarySearch(letters, letter);
      return at < 0 ? null : next[at];
    }

    Node grow(char letter) {
      int at = Arrays.binarySearch(letters, letter);
      if (at >= 0) {
        return next[at];
      }
      int place = -at - 1;
      int size = letters.length;
      char[] wider = Arrays.copyOf(letters, size + 1);
      Node[] more = Arrays.copyOf(next, size + 1);
      System.arraycopy(letters, place, wider, place + 1, size - place);
      System.arraycopy(next, place, more, place + 1, size - place);
      wider[place] = letter;
      more[place] = new Node();
      letters = wider;
      next = more;
      return next[place];
    }
  }

  /** The words found in a text, in the order of their beginnings, then of their ends. */
  static final class Hits {
    private int[] places = new int[32];
    private Marks[] lists = new Marks[16];
    private int size;

    private void add(int from, int to, Marks on) {
      if (size == lists.length) {
        places = Arrays.copyOf(places, size * 4);
        lists = Arrays.copyOf(lists, size * 2);
      }
      places[2 * size] = from;
      places[2 * size + 1] = to;
      lists[size++] = on;
    }

    int size() {
      return size;
    }

    int from(int hit) {
      return places[2 * hit];
    }

    int to(int hit) {
      return places[2 * hit + 1];
    }

    Marks lists(int hit) {
      return lists[hit];
    }
  }

  /** The number of a list; a new name makes a new list. */
  int list(String name) {
    return lists.computeIfAbsent(name, _ -> lists.size());
  }

  void add(String list, String word) {
    Node node = root;
    for (char c : word.toCharArray()) {
      node = node.grow(c);
    }
    Marks on = node.lists;
    if (on == null) {
      on = new Marks();
      node.lists = on;
    }
    on.set(list(list));
  }

  /** Every word in the text, overlapping ones too. */
  Hits find(String text) {
    Hits hits = new Hits();
    for (int from = 0; from < text.length(); from++) {
      Node node = root;
      for (int to = from; to < text.length(); to++) {
        node = node.after(text.charAt(to));
        if (node == null) {
          break;
        }
        if (node.lists != null) {
          hits.add(from, to + 1, node.lists);
        }
      }
    }
    return hits;
  }
}
