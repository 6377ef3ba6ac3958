package cn.huitouke;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import cn.huitouke.channel.Channel;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.modulith.core.ApplicationModules;

/** The walls of the house, see ARCHITECTURE.md. */
class ArchitectureTest {

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("cn.huitouke");

  @Test
  void theEnginesModulesKnowOnlyWhomTheyMayKnow() {
    // The server puts everybody together, so it knows everybody, inside and out.
    ApplicationModules.of(
            "cn.huitouke", JavaClass.Predicates.resideInAPackage("cn.huitouke.server.."))
        .verify();
  }

  @Test
  void thereAreNoCirclesAmongPackages() {
    slices().matching("cn.huitouke.(**)").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void theSeamsKnowNothingButJava() {
    noClasses()
        .that()
        .resideInAnyPackage("cn.huitouke.hook", "cn.huitouke.channel", "cn.huitouke.tracking")
        .should()
        .dependOnClassesThat(
            outside(
                "java..",
                "org.jspecify..",
                "cn.huitouke.hook",
                "cn.huitouke.channel",
                "cn.huitouke.tracking"))
        .check(HOUSE);
  }

  @Test
  void adaptersKnowTheSeamsOnly() {
    noClasses()
        .that()
        .resideInAPackage("cn.huitouke.adapter..")
        .should()
        .dependOnClassesThat(
            insideTheHouseBut(
                "cn.huitouke.hook",
                "cn.huitouke.channel",
                "cn.huitouke.tracking",
                "cn.huitouke.adapter"))
        .check(HOUSE);
  }

  @Test
  void theEngineKnowsNoPlatform() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "cn.huitouke.adapter..", "cn.huitouke.server..", "cn.huitouke.benchmarks..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("cn.huitouke.adapter..")
        .check(HOUSE);
  }

  @Test
  void theFarSideSharesNoCodeWithThisSide() {
    noClasses()
        .that()
        .resideInAPackage("cn.huitouke.sandbox..")
        .should()
        .dependOnClassesThat(insideTheHouseBut("cn.huitouke.sandbox"))
        .check(HOUSE);
  }

  @Test
  void nettyStaysInTheGateway() {
    onlyIn("io.netty..", "cn.huitouke.gateway..");
  }

  @Test
  void quartzStaysInSchedule() {
    onlyIn("org.quartz..", "cn.huitouke.schedule..");
  }

  @Test
  void wxJavaStaysInItsAdapters() {
    noClasses()
        .that()
        .resideOutsideOfPackages("cn.huitouke.adapter.wechatmp..", "cn.huitouke.adapter.wecom..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("me.chanjar..")
        .check(HOUSE);
  }

  @Test
  void passkeysAndPaperAreTheBusinessOfFewClasses() {
    spokenOnlyBy(Set.of("Ceremony"), "com.webauthn4j..");
    spokenOnlyBy(Set.of("Pen", "Lettering"), "org.apache.pdfbox..", "org.apache.fontbox..");
  }

  private static void spokenOnlyBy(Set<String> few, String... packages) {
    noClasses()
        .that(
            new DescribedPredicate<>("are none of " + few) {
              @Override
              public boolean test(JavaClass type) {
                return !few.contains(outermost(type).getSimpleName());
              }
            })
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .check(HOUSE);
  }

  @Test
  void jedisIsSpokenByClassesThatSaySo() {
    noClasses()
        .that(
            new DescribedPredicate<>("are neither named Redis… nor assemble") {
              @Override
              public boolean test(JavaClass type) {
                return !outermost(type).getSimpleName().startsWith("Redis") && !assembles(type);
              }
            })
        .should()
        .callMethodWhere(
            new DescribedPredicate<>("a command of Jedis") {
              @Override
              public boolean test(com.tngtech.archunit.core.domain.JavaMethodCall call) {
                return call.getTargetOwner().getPackageName().startsWith("redis.clients");
              }
            })
        .check(HOUSE);
  }

  @Test
  void onlyDeliverySendsThroughChannels() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "cn.huitouke.delivery..", "cn.huitouke.adapter..", "cn.huitouke.tck..")
        .should()
        .callMethod(Channel.class, "send", cn.huitouke.channel.Outbound.class)
        .check(HOUSE);
  }

  @Test
  void nobodyReadsAClockOfTheirOwn() {
    for (Class<?> clock :
        List.of(Instant.class, LocalDate.class, LocalDateTime.class, ZonedDateTime.class)) {
      noClasses()
          .that()
          .resideOutsideOfPackage("cn.huitouke.sandbox..")
          .should()
          .callMethod(clock, "now")
          .check(HOUSE);
    }
    noClasses()
        .that()
        .resideOutsideOfPackages("cn.huitouke.sandbox..", "cn.huitouke.benchmarks..")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .check(HOUSE);
  }

  @Test
  void whatIsNeededComesThroughTheConstructor() {
    noFields().should().beAnnotatedWith(Autowired.class).check(HOUSE);
  }

  @Test
  void nothingStaticChanges() {
    fields()
        .that()
        .areStatic()
        .and(
            new DescribedPredicate<>("are not the compiler's") {
              @Override
              public boolean test(com.tngtech.archunit.core.domain.JavaField field) {
                return !field.getModifiers().contains(JavaModifier.SYNTHETIC);
              }
            })
        .should()
        .beFinal()
        .check(HOUSE);
  }

  private static void onlyIn(String library, String room) {
    noClasses()
        .that()
        .resideOutsideOfPackages(room, "cn.huitouke.benchmarks..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(HOUSE);
  }

  private static boolean assembles(JavaClass type) {
    return type.getPackageName().startsWith("cn.huitouke.server")
        || type.getAnnotations().stream()
            .map(JavaAnnotation::getRawType)
            .anyMatch(a -> a.getSimpleName().equals("Configuration"));
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
  }

  private static DescribedPredicate<JavaClass> outside(String... packages) {
    return DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(packages))
        .and(
            DescribedPredicate.not(
                DescribedPredicate.describe(
                    "primitives and arrays", type -> type.isPrimitive() || type.isArray())));
  }

  private static DescribedPredicate<JavaClass> insideTheHouseBut(String... rooms) {
    return DescribedPredicate.describe(
        "are other rooms of the house than " + List.of(rooms),
        type ->
            type.getPackageName().startsWith("cn.huitouke.")
                && List.of(rooms).stream()
                    .noneMatch(room -> type.getPackageName().startsWith(room)));
  }
}
