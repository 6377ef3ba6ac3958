package cn.huitouke.sandbox.people;

import java.util.random.RandomGenerator;

/**
 * What kind of customer somebody is. Shares are in percent.
 *
 * @param meets how they come to follow the account
 * @param curious how likely they ask where a parcel is
 * @param answers how likely they answer a question
 * @param hardToPlease how likely an answer is a complaint
 * @param patience how many messages a week they take, before they say so
 * @param generous how likely they allow a notice
 */
public record Habits(
    Meeting meets, int curious, int answers, int hardToPlease, int patience, int generous) {

  /** How somebody comes to follow. */
  public enum Meeting {
    /** Scans the card in the first parcel. */
    CARD,
    /** Follows on the day of the first order and gives its number. */
    NUMBER,
    NEVER
  }

  static Habits of(RandomGenerator chance) {
    int met = chance.nextInt(100);
    Meeting meets = met < 50 ? Meeting.CARD : met < 78 ? Meeting.NUMBER : Meeting.NEVER;
    return new Habits(
        meets,
        chance.nextInt(70),
        20 + chance.nextInt(70),
        chance.nextInt(25),
        chance.nextInt(10) == 0 ? 3 + chance.nextInt(3) : 8 + chance.nextInt(20),
        chance.nextInt(90));
  }

  /** In a word each, for a diary's head. */
  public String inWords() {
    String met =
        switch (meets) {
          case CARD -> "扫包裹里的卡片关注";
          case NUMBER -> "下单当天关注、报订单号";
          case NEVER -> "从不关注";
        };
    return met
        + "；爱问快递 %d%%；会回话 %d%%；挑剔 %d%%；一周最多忍 %d 条；肯订阅 %d%%"
            .formatted(curious, answers, hardToPlease, patience, generous);
  }
}
