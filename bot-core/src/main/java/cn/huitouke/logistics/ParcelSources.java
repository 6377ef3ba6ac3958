package cn.huitouke.logistics;

import cn.huitouke.tracking.TrackingInbox;
import cn.huitouke.tracking.TrackingSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The tracking sources that are configured, the preferred first; started and stopped with the house. */
@Component
class ParcelSources implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(ParcelSources.class);

  private final ObjectProvider<TrackingSource> sources;
  private final ObjectProvider<TrackingInbox> inbox;
  private volatile List<TrackingSource> known = List.of();
  private volatile boolean running;

  ParcelSources(ObjectProvider<TrackingSource> sources, ObjectProvider<TrackingInbox> inbox) {
    this.sources = sources;
    this.inbox = inbox;
  }

  List<TrackingSource> all() {
    List<TrackingSource> found = known;
    if (found.isEmpty()) {
      found = sources.orderedStream().toList();
      known = found;
    }
    return found;
  }

  @Override
  public void start() {
    all().forEach(source -> source.start(inbox.getObject()));
    running = true;
    if (all().isEmpty()) {
      LOG.warn("No tracking source is configured: parcels are known by their numbers only");
    }
  }

  @Override
  public void stop() {
    all().forEach(TrackingSource::stop);
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
