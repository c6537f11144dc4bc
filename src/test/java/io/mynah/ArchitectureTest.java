package io.mynah;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies point one way: from the channels through the use cases to the records. */
@AnalyzeClasses(packages = "io.mynah", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packagesDependOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("domain")
          .definedBy("io.mynah.domain")
          .layer("text")
          .definedBy("io.mynah.text")
          .layer("vault")
          .definedBy("io.mynah.vault")
          .layer("export")
          .definedBy("io.mynah.export")
          .layer("lm")
          .definedBy("io.mynah.lm")
          .layer("lm.dl4j")
          .definedBy("io.mynah.lm.dl4j..")
          .layer("store")
          .definedBy("io.mynah.store")
          .layer("models")
          .definedBy("io.mynah.models")
          .layer("training")
          .definedBy("io.mynah.training")
          .layer("charts")
          .definedBy("io.mynah.charts")
          .layer("chat")
          .definedBy("io.mynah.chat")
          .layer("telegram")
          .definedBy("io.mynah.telegram")
          .layer("console")
          .definedBy("io.mynah.console")
          .layer("ops")
          .definedBy("io.mynah.ops")
          .layer("app")
          .definedBy("io.mynah.app")
          .withOptionalLayers(true)
          .whereLayer("domain")
          .mayNotAccessAnyLayer()
          .whereLayer("text")
          .mayOnlyAccessLayers("domain")
          .whereLayer("vault")
          .mayOnlyAccessLayers("domain")
          .whereLayer("export")
          .mayOnlyAccessLayers("domain")
          .whereLayer("lm")
          .mayOnlyAccessLayers("domain", "text")
          .whereLayer("lm.dl4j")
          .mayOnlyAccessLayers("lm", "text", "domain")
          .whereLayer("store")
          .mayOnlyAccessLayers("domain", "vault")
          .whereLayer("models")
          .mayOnlyAccessLayers("domain", "lm", "vault")
          .whereLayer("training")
          .mayOnlyAccessLayers("lm", "text", "models", "store", "vault", "domain")
          .whereLayer("charts")
          .mayNotAccessAnyLayer()
          .whereLayer("chat")
          .mayOnlyAccessLayers(
              "domain", "text", "export", "training", "models", "lm", "store", "vault", "charts")
          .whereLayer("telegram")
          .mayOnlyAccessLayers("chat", "store", "domain")
          .whereLayer("console")
          .mayOnlyAccessLayers("chat", "domain")
          .whereLayer("ops")
          .mayOnlyAccessLayers("domain");

  @ArchTest
  static final ArchRule onlyTheNeuralModelTouchesDeeplearning4j =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.mynah.lm.dl4j..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.bytedeco..");

  @ArchTest
  static final ArchRule onlyTheChannelTouchesTelegrambots =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.mynah.telegram")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.telegram..");

  @ArchTest
  static final ArchRule onlyTheChartsTouchGraphics =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.mynah.charts")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.knowm..", "java.awt..", "javax.swing..", "javax.imageio..");

  @ArchTest
  static final ArchRule onlyTheVaultTouchesTink =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.mynah.vault")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.crypto.tink..", "javax.crypto..");

  @ArchTest
  static final ArchRule onlyTheStoreAndTheQueueTouchSql =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.mynah.store", "io.mynah.training")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.jdbi..", "com.zaxxer..", "org.flywaydb..");

  @ArchTest
  static final ArchRule noOneReadsObjectStreams =
      noClasses().should().dependOnClassesThat().haveNameMatching("java.io.ObjectInputStream");
}
