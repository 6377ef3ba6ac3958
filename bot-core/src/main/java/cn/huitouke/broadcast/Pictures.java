package cn.huitouke.broadcast;

import cn.huitouke.channel.Message;
import java.util.Optional;

/** Pictures of the shop's own, which broadcasts show. A draft names one as {@code picture:HASH}. */
public interface Pictures {

  /** No larger: phones fetch them over the air. In bytes. */
  int LARGEST = 2 << 20;

  /**
   * Keeps one, without what it tells of its taking (place, time, camera); the picture itself is not changed.
   *
   * @return how a draft names it; empty when the bytes are no JPEG, PNG or GIF, whatever their name says,
   *     or broken, or too many
   */
  Optional<String> keep(byte[] bytes);

  /** One of them, by its hash. */
  Optional<Picture> find(String hash);

  /**
   * The message with the bytes of its pictures in it, as {@code data:} addresses: channels that carry
   * pictures take them so. Names of pictures that are gone stay as they are.
   */
  Message enclosed(Message message);

  /**
   * A picture.
   *
   * @param type by its content
   */
  record Picture(String type, byte[] bytes) {}
}
