package cn.huitouke.server;

import cn.huitouke.broadcast.Pictures;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Message;
import cn.huitouke.delivery.Channels;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The accounts of this installation by their ids. */
final class ConfiguredChannels implements Channels {

  private final Map<ChannelId, Channel> channels = new LinkedHashMap<>();

  private final Pictures pictures;

  ConfiguredChannels(List<Channel> all, Pictures pictures) {
    this.pictures = pictures;
    for (Channel channel : all) {
      if (channels.put(channel.id(), channel) != null) {
        throw new CannotStart(
            "Two accounts are called "
                + channel.id()
                + ": give each its own id in huitouke.channels.");
      }
    }
  }

  @Override
  public Optional<Channel> find(ChannelId id) {
    return Optional.ofNullable(channels.get(id));
  }

  @Override
  public Message enclosed(Message message) {
    return pictures.enclosed(message);
  }

  @Override
  public Collection<Channel> all() {
    return channels.values();
  }
}
