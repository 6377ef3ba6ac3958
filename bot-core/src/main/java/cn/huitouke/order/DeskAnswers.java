package cn.huitouke.order;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.channel.Purpose;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.delivery.Lane;
import cn.huitouke.delivery.Letter;
import cn.huitouke.delivery.Outbox;
import cn.huitouke.desk.TaskDone;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** What operators decide about orders that could not be told by themselves. */
@Component
class DeskAnswers {

  private static final Set<String> YES = Set.of("confirmed", "done");
  private static final Pattern KEY = Pattern.compile("binding:(.+):c(\\d+)");

  private final Bindings bindings;
  private final BindingReplies replies;
  private final Outbox outbox;
  private final InstantSource clock;

  DeskAnswers(Bindings bindings, BindingReplies replies, Outbox outbox, InstantSource clock) {
    this.bindings = bindings;
    this.replies = replies;
    this.outbox = outbox;
    this.clock = clock;
  }

  @ApplicationModuleListener
  void hear(TaskDone task) {
    Matcher key = KEY.matcher(task.key());
    if (!task.kind().equals(BindingReplies.KIND)
        || !YES.contains(task.outcome())
        || !key.matches()) {
      return;
    }
    String order = key.group(1);
    CustomerId customer = new CustomerId(Long.parseLong(key.group(2)));
    if (bindings.bind(order, customer, task.operator())) {
      outbox.post(List.of(letter(order, customer)));
    }
  }

  private Letter letter(String order, CustomerId customer) {
    Instant now = clock.instant();
    return new Letter(
        new OutboundId("binding:confirmed:" + order + ":" + customer),
        customer,
        Purpose.REPLY, // to the claim that they made: it may take the window's last message
        Lane.REPLY,
        Message.text(replies.confirmed(customer, order)),
        Optional.empty(),
        Optional.empty(),
        now,
        now.plus(Duration.ofDays(2)),
        "an operator confirmed order " + order);
  }
}
