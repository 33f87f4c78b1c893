function turnLetters(text, shifts) {
  let letters = 0;
  return text.replace(/[a-z]/g, (letter) => {
    const shift = shifts[letters++ % shifts.length];
    return String.fromCharCode(97 + ((((letter.charCodeAt(0) - 97 + shift) % 26) + 26) % 26));
  });
}
