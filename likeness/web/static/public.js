// Extras for browsers with JavaScript: drawing a signature, and photos from the camera.
// Every page works without it. Nothing is sent from here but with the form.
"use strict";
(function () {
  const errors = document.getElementById("errors");
  if (errors) errors.focus();

  const place = document.getElementById("draw");
  const kept = document.getElementById("drawing");
  if (place && kept) drawing(place, kept);

  const shot = document.getElementById("shot");
  if (shot && navigator.mediaDevices && navigator.mediaDevices.getUserMedia) camera(shot);

  function make(name, text, into) {
    const made = document.createElement(name);
    made.textContent = text;
    into.append(made);
    return made;
  }

  function drawing(place, kept) {
    const label = make("p", place.dataset.label, place);
    label.id = "draw-label";
    const canvas = make("canvas", "", place);
    canvas.className = "draw";
    canvas.width = 600;
    canvas.height = 180;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-labelledby", "draw-label");
    const clear = make("button", place.dataset.clear, place);
    clear.type = "button";
    clear.className = "plain";
    const pen = canvas.getContext("2d");
    pen.lineWidth = 3;
    pen.lineCap = "round";
    pen.lineJoin = "round";
    let down = false;
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      return [(event.clientX - box.left) * canvas.width / box.width,
        (event.clientY - box.top) * canvas.height / box.height];
    };
    canvas.addEventListener("pointerdown", (event) => {
      down = true;
      canvas.setPointerCapture(event.pointerId);
      pen.beginPath();
      pen.moveTo(...at(event));
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!down) return;
      pen.lineTo(...at(event));
      pen.stroke();
    });
    canvas.addEventListener("pointerup", () => {
      down = false;
      kept.value = canvas.toDataURL("image/png");
    });
    clear.addEventListener("click", () => {
      pen.clearRect(0, 0, canvas.width, canvas.height);
      kept.value = "";
    });
    place.hidden = false;
  }

  function camera(input) {
    const room = document.getElementById("camera");
    const start = make("button", room.dataset.start, room);
    start.type = "button";
    start.addEventListener("click", async () => {
      const stream = await navigator.mediaDevices
        .getUserMedia({ video: { facingMode: "user", width: { ideal: 1280 } } })
        .catch(() => null);
      if (!stream) return;
      start.hidden = true;
      const video = make("video", "", room);
      video.autoplay = true;
      video.muted = true;
      video.setAttribute("playsinline", "");
      video.srcObject = stream;
      const take = make("button", room.dataset.take, room);
      take.type = "button";
      take.addEventListener("click", () => {
        const canvas = document.createElement("canvas");
        canvas.width = video.videoWidth;
        canvas.height = video.videoHeight;
        canvas.getContext("2d").drawImage(video, 0, 0);
        stream.getTracks().forEach((track) => track.stop());
        canvas.toBlob((blob) => {
          const files = new DataTransfer();
          files.items.add(new File([blob], "shot.jpg", { type: "image/jpeg" }));
          input.files = files.files;
          input.form.requestSubmit();
        }, "image/jpeg", 0.92);
      });
    });
    room.hidden = false;
  }
})();
