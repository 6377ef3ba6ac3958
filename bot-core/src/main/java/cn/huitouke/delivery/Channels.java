package cn.huitouke.delivery;

import cn.huitouke.channel.Channel;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Message;
import java.util.Collection;
import java.util.Optional;

/** The accounts that are configured. The assembly supplies the one bean. */
public interface Channels {

  Optional<Channel> find(ChannelId id);

  Collection<Channel> all();

  /**
   * The message with what the house keeps itself in it, as it goes over a wire. Asked just before it
   * leaves: the outbox holds only the names of such things.
   */
  default Message enclosed(Message message) {
    return message;
  }
}
