package cn.huitouke.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Lets a new connection in, or closes it when its address has too many. */
final class Welcome extends ChannelInitializer<Channel> {

  private final FrontDoor door;

  Welcome(FrontDoor door) {
    this.door = door;
  }

  @Override
  protected void initChannel(Channel channel) {
    if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
      channel.close();
      return;
    }
    @Nullable Caller caller = door.callers.connect(remote.getAddress());
    if (caller == null) {
      channel.close();
      return;
    }
    channel.closeFuture().addListener(_ -> door.callers.leave(remote.getAddress()));
    HttpConnection connection =
        new HttpConnection(door, caller, channel, remote.getAddress().getHostAddress());
    channel.pipeline().addLast(new StrictRequestDecoder(connection), connection);
  }
}
