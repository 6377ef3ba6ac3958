package cn.huitouke.conversation;

import cn.huitouke.customer.Customers;
import cn.huitouke.delivery.Channels;
import cn.huitouke.delivery.Contacts;
import cn.huitouke.delivery.Replies;
import cn.huitouke.desk.Desk;
import cn.huitouke.schedule.Settling;
import cn.huitouke.schedule.Sweep;
import cn.huitouke.store.Clerk;
import cn.huitouke.understanding.Understanding;
import cn.huitouke.wording.Sayings;
import cn.huitouke.wording.Wording;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConversationSettings.class)
class ConversationAssembly {

  @Bean
  InboundDesk inboundDesk(
      DataSource database,
      Clerk clerk,
      Channels channels,
      Customers customers,
      Understanding understanding,
      Sessions sessions,
      ObjectProvider<Skill> skills,
      ObjectProvider<Afterword> afterwords,
      Replies replies,
      Contacts contacts,
      InstantSource clock,
      ConversationSettings settings) {
    Reception reception =
        new Reception(
            channels,
            customers,
            understanding,
            sessions,
            skills.orderedStream().toList(),
            afterwords.orderedStream().toList(),
            replies,
            contacts,
            clock);
    return new InboundDesk(database, clerk, reception, clock, settings.platformRetries());
  }

  /** A clock that is turned waits for who is being heard, before it looks what is to be said. */
  @Bean
  @Order(100)
  Settling conversationSettling(InboundDesk desk) {
    return desk::awaitQuiet;
  }

  @Bean
  Sweep inboxSweep(InboundDesk desk) {
    return new InboxSweep(desk.table());
  }

  @Bean
  @Order(100)
  Skill preferenceSkill(Customers customers, Wording wording) {
    return new PreferenceSkill(customers, wording);
  }

  @Bean
  @Order(200)
  Skill handoffSkill(Desk desk, Wording wording, ConversationSettings settings) {
    return new HandoffSkill(desk, wording, settings);
  }

  @Bean
  FormTrouble formTrouble(Desk desk, Wording wording) {
    return new FormTrouble(desk, wording);
  }

  @Bean
  @Order
  Skill fallbackSkill(Wording wording) {
    return new FallbackSkill(wording);
  }

  @Bean
  Sayings conversationSayings() {
    return new Sayings(
        "conversation",
        Map.ofEntries(
            Map.entry("conversation/welcome", Set.of()),
            Map.entry("conversation/hello", Set.of()),
            Map.entry("conversation/what-i-can-do", Set.of()),
            Map.entry("conversation/offer", Set.of()),
            Map.entry("conversation/still-not-understood", Set.of()),
            Map.entry("conversation/not-text", Set.of()),
            Map.entry("conversation/in-group", Set.of()),
            Map.entry("conversation/you-are-welcome", Set.of()),
            Map.entry("conversation/praise", Set.of()),
            Map.entry("conversation/arrival-only", Set.of()),
            Map.entry("conversation/notices-again", Set.of()),
            Map.entry("conversation/quiet", Set.of()),
            Map.entry("conversation/quiet-hours", Set.of("from", "to")),
            Map.entry("conversation/parcels-only", Set.of()),
            Map.entry("conversation/no-adverts", Set.of()),
            Map.entry("conversation/news-welcome", Set.of()),
            Map.entry("conversation/as-before", Set.of()),
            Map.entry("conversation/desk-form-refused", FORM),
            Map.entry("conversation/desk-form-refused-detail", FORM),
            Map.entry("conversation/a-person-comes", WHEN),
            Map.entry("conversation/desk-wants-a-person", WHEN),
            Map.entry("conversation/desk-wants-a-person-detail", WHEN)));
  }

  private static final Set<String> FORM = Set.of("form", "channel", "wire", "detail");

  private static final Set<String> WHEN = Set.of("open", "tomorrow", "minutes", "opens", "said");
}
