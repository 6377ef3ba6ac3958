package cn.huitouke.server;

import cn.huitouke.broadcast.Pictures;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Message;
import cn.huitouke.delivery.Channels;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The accounts of this installation by their ids: of the settings, of the demo, and those added since. */
final class ConfiguredChannels implements Channels {

  private final Residents<ChannelId, Channel> channels = new Residents<>();

  private final Pictures pictures;

  ConfiguredChannels(List<Channel> all, Pictures pictures) {
    this.pictures = pictures;
    for (Channel channel : all) {
      if (channels.find(channel.id()).isPresent()) {
        throw new CannotStart(
            "Two accounts are called "
                + channel.id()
                + ": give each its own id in huitouke.channels.");
      }
      channels.moveIn(channel.id(), channel);
    }
  }

  Residents<ChannelId, Channel> residents() {
    return channels;
  }

  @Override
  public Optional<Channel> find(ChannelId id) {
    return channels.find(id);
  }

  @Override
  public Message enclosed(Message message) {
    return pictures.enclosed(message);
  }

  @Override
  public Collection<Channel> all() {
    return channels.all();
  }
}
