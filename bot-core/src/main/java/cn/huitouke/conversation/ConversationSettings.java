package cn.huitouke.conversation;

import java.time.Duration;
import java.time.LocalTime;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the conversation.
 *
 * @param deskOpens from when a person is there, shop time
 * @param deskCloses until when
 * @param deskAnswersWithin how soon a person answers then; said to customers, so keep it honest
 * @param platformRetries how long after a start a platform may still ask for an answer again
 */
@ConfigurationProperties("huitouke.conversation")
record ConversationSettings(
    @DefaultValue("09:00") LocalTime deskOpens,
    @DefaultValue("22:00") LocalTime deskCloses,
    @DefaultValue("30m") Duration deskAnswersWithin,
    @DefaultValue("25s") Duration platformRetries) {

  ConversationSettings {
    if (!deskOpens.isBefore(deskCloses)) {
      throw new IllegalArgumentException(
          "huitouke.conversation.desk-opens has to be before desk-closes. Mend: for example 09:00"
              + " and 22:00.");
    }
    if (deskAnswersWithin.toMinutes() < 1) {
      throw new IllegalArgumentException(
          "huitouke.conversation.desk-answers-within has to be a minute or more. Mend: for example"
              + " 30m.");
    }
  }
}
