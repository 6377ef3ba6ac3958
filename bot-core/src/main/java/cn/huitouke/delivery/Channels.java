package cn.huitouke.delivery;

import cn.huitouke.channel.Channel;
import cn.huitouke.channel.ChannelId;
import java.util.Collection;
import java.util.Optional;

/** The accounts that are configured. The assembly supplies the one bean. */
public interface Channels {

  Optional<Channel> find(ChannelId id);

  Collection<Channel> all();
}
