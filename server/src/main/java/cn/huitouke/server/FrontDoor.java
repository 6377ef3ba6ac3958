package cn.huitouke.server;

import cn.huitouke.account.AccountId;
import cn.huitouke.account.Accounts;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.Inbox;
import cn.huitouke.channel.SocketChannel;
import cn.huitouke.gateway.Gateway;
import cn.huitouke.hook.Hook;
import cn.huitouke.hook.HookPath;
import cn.huitouke.hook.Hooked;
import cn.huitouke.hook.SocketHook;
import cn.huitouke.tracking.TrackingInbox;
import cn.huitouke.tracking.TrackingSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Opens last and closes first: behind it everybody is ready to hear. Whoever moves in or out while it is
 * open gets and loses their path at once.
 */
@Component
class FrontDoor implements SmartLifecycle {

  static final int PHASE = Integer.MAX_VALUE - 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

  private final ConfiguredChannels channels;
  private final ConfiguredSources sources;
  private final Inbox inbox;
  private final TrackingInbox reports;
  private final Accounts accounts;
  private final Gateway gateway;
  private final Map<HookPath, Hook> hooks = new ConcurrentHashMap<>();
  private final Map<HookPath, SocketHook> sockets = new ConcurrentHashMap<>();
  private volatile boolean running;

  FrontDoor(
      ServerSettings settings,
      ConfiguredChannels channels,
      ConfiguredSources sources,
      Inbox inbox,
      TrackingInbox reports,
      Accounts accounts) {
    this.channels = channels;
    this.sources = sources;
    this.inbox = inbox;
    this.reports = reports;
    this.accounts = accounts;
    this.gateway = new Gateway(settings.gateway().door(), List.of(), List.of());
  }

  @Override
  public void start() {
    channels.residents().open(new ForChannels());
    sources.residents().open(new ForSources());
    if (sources.all().isEmpty()) {
      LOG.warn("No tracking source is configured: parcels are known by their numbers only");
    }
    try {
      gateway.start();
    } catch (IllegalStateException e) {
      throw new CannotStart(e.getMessage());
    }
    running = true;
  }

  private final class ForChannels implements Residents.Doorway<Channel> {
    @Override
    public void in(Channel channel) {
      channel.start(inbox);
      if (channel instanceof Hooked hooked) {
        mount(hooked.hook());
      }
      if (channel instanceof SocketChannel speaking) {
        mount(speaking.socketHook());
      }
    }

    @Override
    public void out(Channel channel) {
      if (channel instanceof Hooked hooked) {
        unmount(hooked.hook().path());
      }
      if (channel instanceof SocketChannel speaking) {
        unmount(speaking.socketHook().path());
      }
      channel.stop();
    }
  }

  private final class ForSources implements Residents.Doorway<TrackingSource> {
    @Override
    public void in(TrackingSource source) {
      source.start(reports);
      if (source instanceof Hooked hooked) {
        mount(hooked.hook());
      }
    }

    @Override
    public void out(TrackingSource source) {
      if (source instanceof Hooked hooked) {
        unmount(hooked.hook().path());
      }
      source.stop();
    }
  }

  private void mount(Hook hook) {
    HookPath path = hook.path();
    Hook heeded = new HeededHook(hook, () -> called(path));
    gateway.mount(heeded);
    hooks.put(path, heeded);
  }

  private void mount(SocketHook hook) {
    HookPath path = hook.path();
    SocketHook heeded = HeededHook.of(hook, () -> called(path));
    gateway.mount(heeded);
    sockets.put(path, heeded);
  }

  private void called(HookPath path) {
    accounts.called(new AccountId(path.kind(), path.id()));
  }

  private void unmount(HookPath path) {
    Hook hook = hooks.remove(path);
    if (hook != null) {
      gateway.unmount(hook);
    }
    SocketHook socket = sockets.remove(path);
    if (socket != null) {
      gateway.unmount(socket);
    }
  }

  @Override
  public void stop() {
    gateway.close();
    channels.residents().close();
    sources.residents().close();
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
