package cn.huitouke.server;

import cn.huitouke.channel.Channel;
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.SocketChannel;
import cn.huitouke.delivery.Channels;
import cn.huitouke.gateway.Gateway;
import cn.huitouke.hook.Hooked;
import cn.huitouke.tracking.TrackingSource;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Opens last and closes first: behind it everybody is ready to hear. */
@Component
class FrontDoor implements SmartLifecycle {

  static final int PHASE = Integer.MAX_VALUE - 2_000;

  private final Channels channels;
  private final ObjectProvider<TrackingSource> sources;
  private final Inbox inbox;
  private final Gateway gateway;
  private volatile boolean running;

  FrontDoor(
      ServerSettings settings,
      Channels channels,
      ObjectProvider<TrackingSource> sources,
      Inbox inbox) {
    this.channels = channels;
    this.sources = sources;
    this.inbox = inbox;
    this.gateway = new Gateway(settings.gateway().door(), List.of(), List.of());
  }

  @Override
  public void start() {
    channels.all().forEach(this::open);
    sources
        .orderedStream()
        .filter(Hooked.class::isInstance)
        .forEach(source -> gateway.mount(((Hooked) source).hook()));
    try {
      gateway.start();
    } catch (IllegalStateException e) {
      throw new CannotStart(e.getMessage());
    }
    running = true;
  }

  private void open(Channel channel) {
    channel.start(inbox);
    if (channel instanceof Hooked hooked) {
      gateway.mount(hooked.hook());
    }
    if (channel instanceof SocketChannel sockets) {
      gateway.mount(sockets.socketHook());
    }
  }

  @Override
  public void stop() {
    gateway.close();
    channels.all().forEach(Channel::stop);
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
