package cn.huitouke.sandbox.phone;

import cn.huitouke.sandbox.world.PhoneNetwork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The apps on a customer's phone: on each, another platform knows them. The first is the usual one. */
final class Apps {

  private final Map<String, PhoneNetwork> networks;
  private final String usual;

  Apps(Map<String, PhoneNetwork> networks) {
    this.networks = new LinkedHashMap<>(networks);
    this.usual = networks.keySet().iterator().next();
  }

  List<String> names() {
    return List.copyOf(networks.keySet());
  }

  Map<String, PhoneNetwork> all() {
    return networks;
  }

  PhoneNetwork usual() {
    return network(usual);
  }

  /** The name as it was asked for; an empty one is the usual app's. */
  String name(String asked) {
    return asked.isEmpty() ? usual : asked;
  }

  PhoneNetwork network(String asked) {
    @Nullable PhoneNetwork network = networks.get(name(asked));
    if (network == null) {
      throw new IllegalArgumentException("no such app");
    }
    return network;
  }
}
