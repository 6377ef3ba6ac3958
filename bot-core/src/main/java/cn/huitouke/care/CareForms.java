package cn.huitouke.care;

import cn.huitouke.delivery.Channels;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The forms that notices of care go in. A plan may have one of its own, so that one tap of a customer
 * allows a notice of each; where no account has set it up, the usual one serves.
 */
@Component
class CareForms {

  private final Plans plans;
  private final ObjectProvider<Channels> channels;

  CareForms(Plans plans, ObjectProvider<Channels> channels) {
    this.plans = plans;
    this.channels = channels;
  }

  /** The form that a plan's notices go in. */
  String of(Plan plan) {
    return plan.form().equals(Plans.NO_FORM) || setUp().contains(plan.form())
        ? plan.form()
        : Plans.FORM;
  }

  /** All that are in use, the usual one among them. */
  List<String> all() {
    Set<String> forms = new TreeSet<>(Set.of(Plans.FORM));
    plans.active().stream()
        .map(this::of)
        .filter(form -> !form.equals(Plans.NO_FORM))
        .forEach(forms::add);
    return List.copyOf(forms);
  }

  private Set<String> setUp() {
    Channels known = channels.getIfAvailable();
    return known == null
        ? Set.of()
        : known.all().stream()
            .flatMap(channel -> channel.capabilities().wires().stream())
            .flatMap(rules -> rules.forms().stream())
            .collect(Collectors.toSet());
  }
}
