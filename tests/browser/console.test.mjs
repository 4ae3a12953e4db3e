// The console in a real browser, as a clerk uses it.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { NAME, PASSWORD, SHOTS, axe, browser, demo } from "./world.mjs";

const WIDTHS = [1280, 390];
let office, chrome, session;

before(async () => {
  office = await demo();
  chrome = await browser();
  const context = await chrome.newContext();
  const page = await context.newPage();
  await page.goto(office.link);
  assert.equal(new URL(page.url()).pathname, "/toan-canh");
  session = await context.storageState();
  await context.close();
});

after(async () => {
  await chrome?.close();
  await office?.stop();
});

/** A page of a browser of its own, signed in unless told otherwise. */
async function open(options = {}) {
  const context = await chrome.newContext({
    baseURL: office.address,
    viewport: { width: 1280, height: 800 },
    storageState: session,
    ...options,
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => assert.fail(error));
  return page;
}

const path = (page) => decodeURIComponent(new URL(page.url()).pathname);
const heading = (page) => page.locator("h1").innerText();

/** Follows the way area → commune → village → entry; returns what it met. */
async function walk(page) {
  const steps = {};
  await page.goto("/toan-canh");
  await page.getByRole("table").getByRole("link", { name: "Xã Minh Quang" }).click();
  steps.commune = path(page);
  await page.getByRole("complementary").getByRole("link", { name: "Thôn Đông Hạ" }).click();
  steps.village = path(page);
  await page.getByRole("link", { name: "lịch sử trạng thái nhiệm vụ 5b" }).click();
  steps.entry = path(page);
  return steps;
}

test("a wrong password is told in one breath, and a right one leads where the clerk wanted", async () => {
  const page = await open({ storageState: undefined });
  await page.goto("/dien-thoai");
  assert.equal(path(page), "/dang-nhap");
  await page.getByLabel("Tên đăng nhập").fill(NAME);
  await page.getByLabel("Mật khẩu").fill("không phải thế");
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  const alert = await page.getByRole("alert").innerText();
  assert.match(alert, /^Tên hoặc mật khẩu chưa đúng\. Chưa có gì thay đổi\. Nhập lại,/);
  assert.equal(await page.getByLabel("Tên đăng nhập").inputValue(), NAME);
  await page.getByLabel("Mật khẩu").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/dien-thoai");
  assert.match(await page.locator(".who").innerText(), /Phạm Thu Hường/);
  await page.getByRole("button", { name: "Thoát" }).click();
  assert.match(await page.getByRole("status").innerText(), /^Đã thoát\./);
  await page.goto("/toan-canh");
  assert.equal(path(page), "/dang-nhap");
});

test("a used link signs nobody in", async () => {
  const page = await open({ storageState: undefined });
  const answer = await page.goto(office.link);
  assert.equal(answer.status(), 410);
  assert.match(await page.getByRole("alert").innerText(), /^Đường dẫn đã dùng/);
});

test("a session is a cookie that no script reads", async () => {
  const page = await open();
  await page.goto("/toan-canh");
  assert.equal(await page.evaluate(() => document.cookie), "");
  const [cookie] = await page.context().cookies();
  assert.deepEqual([cookie.httpOnly, cookie.sameSite], [true, "Lax"]);
});

test("from the area down to an entry's history, and back", async () => {
  const page = await open();
  const steps = await walk(page);
  assert.match(steps.entry, /^\/lich-su\/.+\.status$/);
  assert.ok((await page.locator(".wide-book > li").count()) >= 2);
  assert.equal(await page.getByText("Đang dùng", { exact: true }).count(), 1);
  const way = page.getByRole("navigation", { name: "Vị trí trang" });
  await way.getByRole("link", { name: "Thôn Đông Hạ" }).click();
  assert.equal(path(page), steps.village);
  await way.getByRole("link", { name: "Xã Minh Quang" }).click();
  assert.equal(path(page), steps.commune);
  await way.getByRole("link", { name: "Toàn cảnh" }).click();
  assert.equal(path(page), "/toan-canh");
});

test("an item of a checklist leads to its ticks and to the phone that sent them", async () => {
  const page = await open();
  const { village } = await walk(page);
  await page.goto(village);
  const task = page.locator("details", { has: page.locator("a[href$='.tick']") }).first();
  await task.locator("summary").click();
  const item = task.locator("a[href$='.tick']").first();
  const title = await item.innerText();
  await item.click();
  assert.equal(await heading(page), title);
  const phone = page.locator(".wide-book a[href*='#may-']").first();
  const mark = await phone.innerText();
  await phone.click();
  assert.equal(path(page), "/dien-thoai");
  assert.equal(await page.locator("tr:target th").innerText(), mark);
});

test("filters work by keyboard alone and show in the address", async () => {
  const page = await open();
  await page.goto("/toan-canh");
  const rows = page.locator("tbody tr");
  const all = await rows.count();
  await page.getByLabel("Có nhiệm vụ").focus();
  await page.keyboard.type("Quá hạn");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/toan-canh?tt=qua-han&thieu=1");
  const shown = await rows.count();
  assert.ok(shown < all, `${shown} of ${all}`);
  assert.ok(await page.getByText(`Đang lọc: ${shown} trên ${all} đơn vị.`).isVisible());
  assert.ok(await page.getByLabel("Chỉ đơn vị chưa gửi đủ").isChecked());
  await page.getByRole("link", { name: "Bỏ lọc" }).click();
  assert.equal(await rows.count(), all);
});

test("everything reads without JavaScript", async () => {
  const page = await open({ javaScriptEnabled: false });
  const { village } = await walk(page);
  await page.goto(village);
  await page.locator("summary").first().click();
  assert.ok(await page.locator("details[open] .checks").first().isVisible());
  await page.goto("/toan-canh?tt=qua-han");
  assert.ok(await page.getByText("Đang lọc:").isVisible());
});

/** The page of the edit that waits the longest. */
async function oldestHeld(page) {
  await page.goto("/can-quyet-dinh");
  await page.locator(".apart > li a.b").first().click();
  return path(page);
}

test("what waits for a decision is counted in the bar, at the unit and at the phone", async () => {
  const page = await open();
  await page.goto("/toan-canh");
  const bar = page.getByRole("navigation", { name: "Chính" });
  await bar.getByRole("link", { name: /^Cần quyết định \d+$/ }).click();
  assert.equal(path(page), "/can-quyet-dinh");
  const line = page.locator(".apart > li").first();
  const said = await line.innerText();
  assert.match(said, /Máy không có quyền ghi vào sổ này/);
  assert.match(said, /Sổ của Thôn Đông Hạ, Xã Minh Quang/);
  assert.match(said, /nhận \d\d\/\d\d\/\d{4} \d\d:\d\d/);
  await line.getByRole("link", { name: "Thôn Đông Hạ" }).click();
  await page.getByRole("link", { name: /^\d+ mục đang giữ$/ }).click();
  assert.match(await page.locator(".limit").innerText(), /Chỉ những mục của Thôn Đông Hạ/);
  await page.goto("/dien-thoai");
  await page.getByRole("link", { name: /^\d+ mục đang giữ$/ }).first().click();
  assert.equal(await page.locator(".apart > li").count(), 1);
});

test("replaced values lead from the number to the list and to the history", async () => {
  const page = await open();
  await page.goto("/toan-canh");
  await page.getByRole("link", { name: /^\d+ số đã ghi được thay$/ }).click();
  assert.equal(path(page), "/bi-thay");
  const first = page.locator(".apart > li").first();
  assert.ok(await first.getByText("Đang dùng", { exact: true }).isVisible());
  await first.locator("a.b").click();
  assert.match(path(page), /^\/lich-su\//);
});

test("results are confirmed in bulk, and one goes back with the clerk's words", async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto("/xac-nhan");
  const waiting = async () => Number((await page.locator(".head p").innerText()).match(/\d+/)[0]);
  const before = await waiting();
  await page.getByRole("button", { name: "Xác nhận các mục đã chọn" }).click();
  assert.match(await page.getByRole("alert").innerText(), /Chưa chọn mục nào/);
  for (const at of [0, 1]) await page.getByRole("checkbox").nth(at).check();
  await page.getByRole("button", { name: "Xác nhận các mục đã chọn" }).click();
  assert.equal(await waiting(), before - 2);
  // One of the list, by its link; without words it does not go back.
  await page.locator("tbody tr").nth(1).getByRole("link").nth(1).click();
  const title = await page.locator("aside h2").innerText();
  await page.getByRole("button", { name: "Trả lại kèm ý kiến" }).click();
  assert.match(await page.getByRole("alert").innerText(), /Trả lại cần có ý kiến/);
  assert.equal(await page.locator("aside h2").innerText(), title, "it is the same result still");
  await page.getByLabel("Ý kiến").fill("Số liệu chưa khớp danh sách đã gửi.");
  await page.getByRole("button", { name: "Trả lại kèm ý kiến" }).click();
  assert.equal(path(page), "/xac-nhan");
  assert.equal(await waiting(), before - 3);
});

test("a return without words changes nothing and keeps the page, without JavaScript", async () => {
  const page = await open({ javaScriptEnabled: false });
  const entry = await oldestHeld(page);
  await page.getByRole("button", { name: "Trả lại kèm ý kiến" }).click();
  assert.equal(path(page), entry);
  assert.match(await page.getByRole("alert").innerText(), /^Chưa có ý kiến\.\s+Chưa có gì thay đổi\./);
  await page.getByLabel("Ý kiến").fill("Sổ này nay do thôn khác ghi.");
  await page.getByRole("button", { name: "Chuyển sang sổ khác" }).click();
  assert.match(await page.getByRole("alert").innerText(), /^Chưa chọn sổ/);
  assert.equal(await page.getByLabel("Ý kiến").inputValue(), "Sổ này nay do thôn khác ghi.");
});

/** One address of every kind of page. */
async function addresses() {
  const page = await open();
  const held = await oldestHeld(page);
  const { commune, village, entry } = await walk(page);
  await page.goto(village);
  const tick = await page.locator("a[href$='.tick']").first().getAttribute("href");
  const table = `/toan-canh?xa=${commune.split("/").pop()}`;
  await page.context().close();
  return {
    "toan-canh": "/toan-canh",
    loc: "/toan-canh?tt=qua-han&thieu=1",
    "khong-khop": "/toan-canh?tt=hai-gia-tri&thieu=1",
    "bang-thon": table,
    xa: commune,
    thon: village,
    "lich-su-trang-thai": entry,
    "lich-su-dau-viec": tick,
    "dien-thoai": "/dien-thoai",
    "xac-nhan": "/xac-nhan",
    "can-quyet-dinh": "/can-quyet-dinh",
    "khong-nhan": "/can-quyet-dinh?loai=khong-nhan",
    "da-quyet-dinh": "/can-quyet-dinh?loai=da-quyet-dinh",
    "muc-dang-giu": held,
    "bi-thay": "/bi-thay",
    "khong-co": "/khong-co",
  };
}

test("no page has a finding of axe, runs past its edge, or is heavier than 100 kB", async (t) => {
  const pages = await addresses();
  for (const width of WIDTHS) {
    const viewport = { width, height: 800 };
    const page = await open({ viewport, bypassCSP: true });
    const stranger = await open({ viewport, bypassCSP: true, storageState: undefined });
    const all = Object.entries(pages).map(([name, at]) => [page, name, at]);
    all.push([stranger, "dang-nhap", "/dang-nhap"], [stranger, "duong-dan-cu", office.link]);
    for (const [where, name, at] of all) {
      await t.test(`${name} at ${width} px`, async () => {
        const answer = await where.goto(at);
        const weight = (await answer.body()).length;
        assert.ok(weight < 100_000, `${weight} bytes`);
        await where.screenshot({ path: join(SHOTS, `${name}-${width}.png`), fullPage: true });
        await where.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
        const wide = await where.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${wide} px`);
        await where.evaluate(axe);
        const { violations } = await where.evaluate(() => axe.run(document));
        const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`);
        assert.deepEqual(found, []);
        if (name === "thon") {
          await where.screenshot({ path: join(SHOTS, `${name}-mo-${width}.png`), fullPage: true });
        }
      });
    }
  }
});

test("no link is dead", async () => {
  const page = await open();
  const pages = Object.values(await addresses()).filter((at) => at !== "/khong-co");
  const seen = new Set(pages);
  for (const at of pages) {
    await page.goto(at);
    const links = page.locator("a[href^='/']");
    for (const link of await links.evaluateAll((all) => all.map((a) => a.getAttribute("href")))) {
      seen.add(link.split("#")[0]);
    }
  }
  for (const link of seen) {
    const answer = await page.request.get(link, { maxRedirects: 0 });
    assert.equal(answer.status(), 200, link);
  }
});

test("how long a page takes to its first byte is printed, not judged", async (t) => {
  const page = await open();
  for (const [name, at] of Object.entries(await addresses())) {
    const times = [];
    for (let turn = 0; turn < 21; turn += 1) {
      await page.goto(at);
      const { requestStart, responseStart } = await page.evaluate(() =>
        performance.getEntriesByType("navigation")[0].toJSON(),
      );
      times.push(responseStart - requestStart);
    }
    times.sort((a, b) => a - b);
    t.diagnostic(`${name}: median ${times[10].toFixed(1)} ms`);
  }
});

// The last test: it decides, and the pages above show what waits.
test("two clerks decide at once, by keyboard: the second is told and keeps his words", async () => {
  const [first, second] = [await open(), await open()];
  const entry = await oldestHeld(first);
  await second.goto(entry);
  const words = "Không phải sổ của thôn này.";
  await second.getByLabel("Ý kiến").fill(words);
  await first.getByLabel("Ý kiến").focus();
  await first.keyboard.press("Tab");
  await first.keyboard.press("Tab");
  assert.equal(await first.evaluate(() => document.activeElement.value), "nhan");
  await first.keyboard.press("Enter");
  await first.waitForURL("**/can-quyet-dinh");
  assert.equal(await first.locator(".apart > li").count(), 0, "what waited for it followed");
  await second.getByRole("button", { name: "Trả lại kèm ý kiến" }).click();
  const alert = await second.getByRole("alert").innerText();
  assert.match(alert, /^Mục này vừa được .+ nhận lúc /);
  assert.ok(alert.includes(words));
  await first.getByRole("link", { name: "Đã quyết định" }).click();
  assert.match(await first.locator(".apart").innerText(), /Đã nhận vào sổ: /);
  await second.screenshot({ path: join(SHOTS, "vua-quyet-dinh-1280.png"), fullPage: true });
});
