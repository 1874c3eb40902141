"""The kinds of background work of this floor."""

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import translation

from courses import audio_note, search
from courses.authoring import course_import
from courses.models import CourseImport, MeetingFile, ScormPackage
from courses.path import advance_everybody
from courses.renewal import renew_expired
from courses.scorm import unpacking
from courses.trainings import attendance_sheet, booking, open_list, reminder, telling
from courses.trainings.meeting_import_files import SOURCE as MEETINGS
from courses.trainings.session import generate_sessions
from school.jobs.kinds import kind
from school.people.bringing import flow


@kind("courses.generate_sessions")
def make_timetable(run) -> dict:
    """Keep the timetable filled four weeks ahead."""
    return {"made": generate_sessions()}


kind(telling.KIND)(telling.tell_everybody)


@kind(course_import.KIND)
def import_course(run, import_id: int) -> dict:
    """Make the draft of a course out of the file that somebody brought."""
    row = CourseImport.objects.filter(pk=import_id).first()
    return course_import.run(row) if row else {"made": 0}


@kind(unpacking.KIND)
def unpack_package(run, package_id: int) -> dict:
    """Look through a package that somebody brought, and unpack it. Killed in the middle and run
    again, it begins anew."""
    return unpacking.unpack(ScormPackage.objects.get(pk=package_id), run.progress)


@kind("courses.publish")
def publish(run) -> dict:
    """Publish the pages whose hour has come, and take back those whose time is over."""
    call_command("publish_scheduled")
    return {"audio": audio_note.tell_due()}


@kind("courses.renew")
def renew(run) -> dict:
    """Begin anew what is over, and go on with the paths where a course has opened."""
    return {**renew_expired(), "looked_at": advance_everybody()}


kind(audio_note.KIND)(audio_note.tell_everybody)


@kind("courses.index")
def index(run) -> dict:
    """Make what is searched anew: a page that came in some other way is found too."""
    return {"indexed": search.index_everything()}


@kind("courses.remind")
def remind(run) -> dict:
    """Fill seats that got free, and remind of what is near."""
    moved_up = booking.move_up_everywhere()
    sent = reminder.send_due(lambda number: run.progress(number, number))
    return {"moved_up": moved_up, **sent, "lists": open_list.ask_trainers()}


@kind(MEETINGS.look_kind)
def look_at_meeting(run, file_id: int) -> dict:
    """See what a meeting's list says."""
    file = MeetingFile.objects.select_related("by").get(pk=file_id)
    return {"state": flow.look(file=file, source=MEETINGS, progress=run.progress).state}


@kind(MEETINGS.take_kind)
def take_meeting(run, file_id: int) -> dict:
    """Mark who was in a meeting. Run twice, it is done once."""
    file = MeetingFile.objects.select_related("by").get(pk=file_id)
    return {"state": flow.take(file=file, source=MEETINGS, progress=run.progress).state}


@kind(attendance_sheet.KIND)
def write_attendance_sheet(run, form: str, language: str, **about) -> dict:
    """Write the sheet that the job's owner asked for, of the leaders whom she sees now."""
    with translation.override(language):
        sheet = attendance_sheet.sheet_of(user=run.job.owner, **about)
        run.progress(0, len(sheet.lines))
        write = attendance_sheet.pdf if form == "pdf" else attendance_sheet.xlsx
        name = attendance_sheet.file_name(about["month"], form)
        run.attach(name, ContentFile(write(sheet)))
    return {"rows": len(sheet.lines)}
