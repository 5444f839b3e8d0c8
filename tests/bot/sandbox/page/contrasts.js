// The contrast of every text that is visible, as WCAG computes it: [{text, ratio}, ...].
() => {
  const canvas = document.createElement("canvas");
  const pixel = canvas.getContext("2d", { willReadFrequently: true });

  // The canvas lays one colour over another, whatever notation and transparency they have.
  const seen = (colours) => {
    pixel.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      pixel.fillStyle = colour;
      pixel.fillRect(0, 0, 1, 1);
    }
    return [...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };

  const luminance = (rgb) => {
    const [red, green, blue] = rgb
      .map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };

  const ancestors = (element) => (element ? [...ancestors(element.parentElement), element] : []);

  const ratio = (element) => {
    const behind = ancestors(element).map((each) => getComputedStyle(each).backgroundColor);
    const lights = [seen(behind), seen([...behind, getComputedStyle(element).color])].map(
      luminance,
    );
    return (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
  };

  const isShown = (element) =>
    element.checkVisibility({ visibilityProperty: true }) &&
    !element.closest(".visually-hidden, .spoiler");

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (data.trim() && isShown(parentElement)) {
      found.push({ text: data.trim(), ratio: ratio(parentElement) });
    }
  }
  return found;
};
