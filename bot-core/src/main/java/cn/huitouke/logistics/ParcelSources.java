package cn.huitouke.logistics;

import cn.huitouke.tracking.TrackingSource;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The tracking sources of this moment. Where nobody supplies any, parcels are known by number only. */
@Component
class ParcelSources {

  private final ObjectProvider<TrackingSources> sources;

  ParcelSources(ObjectProvider<TrackingSources> sources) {
    this.sources = sources;
  }

  List<TrackingSource> all() {
    TrackingSources known = sources.getIfAvailable();
    return known == null ? List.of() : known.all();
  }
}
