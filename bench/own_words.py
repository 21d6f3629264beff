"""Words of reports that nobody wrote: sentences by chance from a few of each language, the same for the same number."""

from __future__ import annotations

import random

LANGUAGES = {
    "en": (
        "harbour lamp keeper tower report council survey coast budget station signal winter",
        (
            "The keeper of the {0} lights the {1} at dusk.|"
            "In 2{3} the {0} of the coast was inspected, and {3} of its {1}s were found sound.|"
            "No {0} may be closed before the {1} has been heard.|"
            "The {0} costs 1,{3} pounds a year, most of it for the {1}.|"
            "Since the survey, the {1} and the {0} have been kept by one office, which reports twice a year.|"
            "It is recommended that the {0} be repaired before the next winter."
        ),
    ),
    "fr": (
        "phare port lampe gardien rapport conseil signal hiver tour budget",
        (
            "Le gardien du {0} allume le {1} au crépuscule.|"
            "En 2{3}, le {0} de la côte a été inspecté, et {3} défauts ont été trouvés.|"
            "Aucun {0} ne peut être fermé avant que le {1} soit entendu.|"
            "Le {0} coûte 1 {3} francs par an, surtout pour le {1}.|"
            "Il est recommandé que le {0} soit réparé avant l'hiver."
        ),
    ),
    "es": (
        "faro puerto guardia informe consejo invierno barco muelle",
        (
            "El guardián del {0} enciende el {1} al anochecer.|"
            "En 2{3} se inspeccionó el {0} de la costa, y se hallaron {3} defectos.|"
            "Ningún {0} puede cerrarse antes de que se oiga al {1}.|"
            "Se recomienda que el {0} sea reparado antes del invierno."
        ),
    ),
    "ru": (
        "маяк порт отчёт совет сигнал берег корабль",
        (
            "Смотритель обслуживает {0} и проверяет {1} каждый вечер.|"
            "В 2{3} году был осмотрен {0}, и найдено {3} недостатков.|"
            "Рекомендуется отремонтировать {0} до следующей зимы.|"
            "После осмотра {0} и {1} находятся в ведении одного управления."
        ),
    ),
    "de": (
        "Hafen Turm Bericht Winter Wärter Rat Leuchtturm",
        (
            "Der Wärter am {0} zündet abends die Lampe für den {1} an.|"
            "Im Jahre 2{3} wurde der {0} geprüft, und {3} Mängel wurden gefunden.|"
            "Es wird empfohlen, dass der {0} vor dem Winter instand gesetzt wird."
        ),
    ),
    "ar": (
        "المنارة الميناء التقرير المجلس الشتاء",
        (
            "يضيء الحارس {0} عند الغروب ويراقب {1}.|"
            "في عام 2{3} جرى تفتيش {0} ووجد {3} من العيوب.|"
            "يوصى بإصلاح {0} قبل فصل الشتاء المقبل."
        ),
    ),
    "zh": (
        "灯塔 港口 报告 理事会 冬季",
        (
            "看守人在黄昏点亮{0}，并检查{1}。|"
            "2{3}年检查了{0}，发现{3}处缺陷。|"
            "建议在下一个冬季之前修理{0}。"
        ),
    ),
}  # fmt: skip


class Prose:
    """Words in ``language``; those of the same ``seed`` are the same."""

    def __init__(self, language: str, seed: int) -> None:
        nouns, sentences = LANGUAGES[language]
        self._nouns, self._sentences = nouns.split(), sentences.split("|")
        self._chance = random.Random(f"{language}{seed}")
        self._joint = "" if language == "zh" else " "

    def word(self) -> str:
        """A noun."""
        return self._chance.choice(self._nouns)

    def heading(self) -> str:
        """A few words without a full stop."""
        found = self._joint.join(self._chance.sample(self._nouns, 3))
        return found[:1].upper() + found[1:]

    def sentence(self) -> str:
        """A sentence with its full stop."""
        first, second = self._chance.sample(self._nouns, 2)
        return self._chance.choice(self._sentences).format(first, second, "", f"{self._chance.randrange(100, 999)}")

    def paragraph(self) -> str:
        """Three to six sentences."""
        return self._joint.join(self.sentence() for _ in range(self._chance.randrange(3, 7)))
