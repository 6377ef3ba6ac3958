package cn.huitouke.understanding;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Words and the lists that they are on, found in one pass over a text. */
final class Lexicon {

  private final Node root = new Node();
  private final Map<String, Integer> lists = new HashMap<>();

  private static final class Node {
    private final Map<Character, Node> next = new HashMap<>(2);
    private final BitSet lists = new BitSet();
  }

  /** Where a word of which lists stands. */
  record Hit(int from, int to, BitSet lists) {}

  /** The number of a list; a new name makes a new list. */
  int list(String name) {
    return lists.computeIfAbsent(name, _ -> lists.size());
  }

  void add(String list, String word) {
    Node node = root;
    for (char c : word.toCharArray()) {
      node = node.next.computeIfAbsent(c, _ -> new Node());
    }
    node.lists.set(list(list));
  }

  /** Every word in the text, overlapping ones too. */
  List<Hit> find(String text) {
    List<Hit> hits = new ArrayList<>();
    for (int from = 0; from < text.length(); from++) {
      Node node = root;
      for (int to = from; to < text.length(); to++) {
        node = node.next.get(text.charAt(to));
        if (node == null) {
          break;
        }
        if (!node.lists.isEmpty()) {
          hits.add(new Hit(from, to + 1, node.lists));
        }
      }
    }
    return hits;
  }
}
