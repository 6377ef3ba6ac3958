package cn.huitouke.care;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.care.BirthdaySkill.Told;
import org.junit.jupiter.api.Test;

class BirthdayTest {

  @Test
  void aBirthdayIsUnderstoodHoweverItIsTold() {
    assertThat(BirthdaySkill.told("我的生日是5月20号")).contains(new Told(5, 20, false));
    assertThat(BirthdaySkill.told("生日 12月1日哦")).contains(new Told(12, 1, false));
    assertThat(BirthdaySkill.told("我生日是农历八月初三")).contains(new Told(8, 3, true));
    assertThat(BirthdaySkill.told("我生日腊月廿三")).contains(new Told(12, 23, true));
    assertThat(BirthdaySkill.told("我的生日十月二十五")).contains(new Told(10, 25, false));
    assertThat(BirthdaySkill.told("我的生日是1990年3月8日")).contains(new Told(3, 8, false));
    assertThat(BirthdaySkill.told("生日5.20")).contains(new Told(5, 20, false));
  }

  @Test
  void whatIsNoDayIsNoBirthday() {
    assertThat(BirthdaySkill.told("生日有什么优惠")).isEmpty();
    assertThat(BirthdaySkill.told("我生日是2月30号")).isEmpty();
    assertThat(BirthdaySkill.told("生日13月1日")).isEmpty();
  }
}
