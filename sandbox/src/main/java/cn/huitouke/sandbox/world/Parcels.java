package cn.huitouke.sandbox.world;

import java.util.Collection;
import java.util.Optional;

/** The parcels that the simulated carriers know. */
public interface Parcels {

  Optional<Journey> find(String carrier, String number);

  Collection<Journey> all();
}
