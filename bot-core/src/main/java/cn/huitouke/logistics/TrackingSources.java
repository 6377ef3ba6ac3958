package cn.huitouke.logistics;

import cn.huitouke.tracking.TrackingSource;
import java.util.List;

/**
 * Who is asked where parcels are. The assembly supplies the one bean, starts the sources and stops them;
 * there may be others from one moment to the next.
 */
public interface TrackingSources {

  /** The preferred first; empty where nobody is set up. */
  List<TrackingSource> all();
}
