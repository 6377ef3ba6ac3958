package cn.huitouke.server;

import cn.huitouke.logistics.TrackingSources;
import cn.huitouke.tracking.TrackingSource;
import java.util.Comparator;
import java.util.List;

/** Who knows where parcels are: one account of each service at most, the preferred service first. */
final class ConfiguredSources implements TrackingSources {

  private static final List<String> PREFERRED = List.of("kuaidi100", "kdniao");

  private final Residents<String, TrackingSource> sources = new Residents<>();

  ConfiguredSources(List<TrackingSource> all) {
    all.forEach(source -> sources.moveIn(source.name(), source));
  }

  Residents<String, TrackingSource> residents() {
    return sources;
  }

  @Override
  public List<TrackingSource> all() {
    return sources.all().stream()
        .sorted(Comparator.comparing(source -> PREFERRED.indexOf(source.name())))
        .toList();
  }
}
